import * as z from "zod";
import { startQuery } from "../../lib/connections/query-schemas.ts";
import { startAuthorization } from "../../lib/connections/start.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();

const contract = {
  about:
    "Begins an authorization: send the browser to `authorizationUrl`. Sets a cookie that binds it to this browser.",
  query: startQuery(),
  answer: () => z.object({ authorizationUrl: z.url(), stateToken: z.string(), provider: z.string() }),
  limit: limitPerMinute("start"),
};

export const handler = userEndpoint(contract, async ({ user, query }) => {
  const started = await startAuthorization(provider, { owner: user, surface: "integrations", ...query });
  const { authorizationUrl, state, cookie } = started;
  return ok({ authorizationUrl, stateToken: state, provider: provider.id }, { cookies: [cookie] });
});
