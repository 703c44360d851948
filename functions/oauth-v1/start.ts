import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelope } from "../../lib/http/envelope.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { startQuery } from "../../lib/oauth/queries.ts";
import { startAuthorization } from "../../lib/oauth/start.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Begins an authorization: send the browser to `authUrl`. Sets a cookie that binds it to this browser.",
  query: startQuery(),
  answer: () => envelope({ authUrl: z.url(), state: z.string() }),
  limit: perMinute("start"),
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
