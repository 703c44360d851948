import { config } from "../../lib/config.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { providers } from "../../lib/providers/index.ts";
import { readClientIds } from "../../lib/store/client-ids.ts";
import { listConnections } from "../../lib/store/connections.ts";

const { LIVE_URL: liveUrl } = config("LIVE_URL");

export const handler = userEndpoint({}, async ({ user }) => {
  const [clientIds, connections] = await Promise.all([readClientIds(), listConnections(user)]);
  const active = new Set(connections.filter(({ status }) => status === "active").map(({ provider }) => provider));
  return ok(
    providers.map(({ id, displayName, description, category, scopes, params }) => ({
      id,
      name: displayName,
      description,
      category,
      scopes,
      params,
      configured: clientIds[id] !== undefined,
      connected: active.has(id),
      liveUrl,
    })),
  );
});
