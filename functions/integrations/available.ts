import * as z from "zod";
import { config } from "../../lib/config.ts";
import { isConnected } from "../../lib/connections/connection-status.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { providers } from "../../lib/providers/index.ts";
import { readClientIds } from "../../lib/store/client-ids.ts";
import { listConnections } from "../../lib/store/connections.ts";

const { LIVE_URL: liveUrl } = config("LIVE_URL");

const answer = () =>
  z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      category: z.string(),
      scopes: z.array(z.string()).readonly(),
      params: z.array(z.string()).readonly().describe("What an account needs before it can connect."),
      configured: z.boolean(),
      connected: z.boolean(),
      liveUrl: z.string().describe("Where to open the live socket."),
    }),
  );

const about = "Lists the providers, which of them are configured, and to which the user is connected.";

export const handler = userEndpoint({ about, answer }, async ({ user }) => {
  const [clientIds, connections] = await Promise.all([readClientIds(), listConnections(user)]);
  const connected = new Set(
    connections.filter((connection) => isConnected(connection)).map(({ provider }) => provider),
  );
  return ok(
    providers.map(({ id, displayName, description, category, scopes, params }) => ({
      id,
      name: displayName,
      description,
      category,
      scopes,
      params,
      configured: clientIds[id] !== undefined,
      connected: connected.has(id),
      liveUrl,
    })),
  );
});
