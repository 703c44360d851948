import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { connectionView } from "../../lib/oauth/connection-view.ts";
import { listOverview } from "../../lib/store/overview.ts";

export const handler = userEndpoint({}, async ({ user }) => {
  const found = await listOverview(user);
  return ok({ integrations: found.map(({ connection, channels }) => connectionView(connection, channels)) });
});
