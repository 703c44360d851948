import { userEndpoint } from "../../lib/http/endpoint.ts";
import { enveloped } from "../../lib/http/response.ts";
import { connectionView } from "../../lib/oauth/connection-view.ts";
import { listConnections } from "../../lib/store/connections.ts";

export const handler = userEndpoint({}, async ({ user }) => {
  const found = await listConnections(user);
  const connections = found.map((connection) => {
    const { provider, expiresAt, isExpired } = connectionView(connection);
    return { service: provider, expiresAt, isExpired };
  });
  return enveloped({ connections });
});
