import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelope } from "../../lib/http/envelope.ts";
import { enveloped } from "../../lib/http/response.ts";
import { connectionView } from "../../lib/oauth/connection-view.ts";
import { listConnections } from "../../lib/store/connections.ts";

const about = "Lists the user's connections.";
const answer = () =>
  envelope({
    connections: z.array(
      z.object({ service: z.string(), expiresAt: z.iso.datetime().nullable(), isExpired: z.boolean() }),
    ),
  });

export const handler = userEndpoint({ about, answer }, async ({ user }) => {
  const found = await listConnections(user);
  const connections = found.map((connection) => {
    const { provider, expiresAt, isExpired } = connectionView(connection);
    return { service: provider, expiresAt, isExpired };
  });
  return enveloped({ connections });
});
