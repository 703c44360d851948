import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { connectionView } from "../../lib/oauth/connection-view.ts";
import { listConnections } from "../../lib/store/connections.ts";

export const handler = userEndpoint({}, async ({ user }) => {
  const found = await listConnections(user);
  return ok({ integrations: found.map((connection) => connectionView(connection)) });
});
