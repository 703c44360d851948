import * as z from "zod";
import { startQuery } from "../../lib/connections/query-schemas.ts";
import { startAuthorization } from "../../lib/connections/start.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelopeSchema } from "../../lib/http/envelope.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();

const contract = {
  about: "Begins an authorization: send the browser to `authUrl`. Sets a cookie that binds it to this browser.",
  query: startQuery(),
  answer: () => envelopeSchema({ authUrl: z.url(), state: z.string() }),
  limit: limitPerMinute("start"),
};

export const handler = userEndpoint(contract, async ({ user, query }) => {
  const { authorizationUrl, state, cookie } = await startAuthorization(provider, {
    owner: user,
    surface: "v1",
    ...query,
  });
  const data = { authUrl: authorizationUrl, state };
  return ok({ success: true as const, data, ...data }, { cookies: [cookie] });
});
