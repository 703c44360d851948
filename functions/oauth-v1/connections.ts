import * as z from "zod";
import { toConnectionView } from "../../lib/connections/connection-view.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelopeSchema } from "../../lib/http/envelope.ts";
import { envelopeResponse } from "../../lib/http/response.ts";
import { listConnections } from "../../lib/store/connections.ts";

const about = "Lists the user's connections.";
const answer = () =>
  envelopeSchema({
    connections: z.array(
      z.object({ service: z.string(), expiresAt: z.iso.datetime().nullable(), isExpired: z.boolean() }),
    ),
  });

export const handler = userEndpoint({ about, answer }, async ({ user }) => {
  const found = await listConnections(user);
  const connections = found.map((connection) => {
    const { provider, expiresAt, isExpired } = toConnectionView(connection);
    return { service: provider, expiresAt, isExpired };
  });
  return envelopeResponse({ connections });
});
