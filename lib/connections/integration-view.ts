// A connection in the shape of the gateway's integrations page.
import * as z from "zod";
import { Problem } from "../errors.ts";
import type { Connection } from "../store/connection.ts";
import { listConnections } from "../store/connections.ts";
import type { Owner } from "../store/owner.ts";
import { connectionSchema, toConnectionView } from "./connection-view.ts";

const example = {
  id: "q83vEjRWeJC7AfLd0sTnKw",
  provider: "acme",
  status: "connected",
  connected_at: "2026-11-02T09:30:00.000Z",
  expires_at: null,
  is_expired: false,
} as const;

/** Schema of a listed integration. */
export const integrationSchema = () =>
  z
    .object(integrationShape())
    .meta({ id: "Integration", description: "A user's account, in the shape of the gateway.", examples: [example] });

/** Members of `toIntegration`. */
export const integrationShape = () => ({
  id: z.string().describe("What the paths below `/api/v1/integrations` take."),
  provider: z.string(),
  status: connectionSchema().shape.status,
  connected_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime().nullable(),
  is_expired: z.boolean().describe("Whether no refresh can help any more."),
});

export function toIntegration(connection: Connection) {
  const { id, provider, status, connectedAt, expiresAt, isExpired } = toConnectionView(connection);
  return { id, provider, status, connected_at: connectedAt, expires_at: expiresAt, is_expired: isExpired };
}

/** The user's connection with this id, at whatever provider. @throws Problem not_found, also for another user's */
export async function findConnection(owner: Owner, id: string): Promise<Connection> {
  const found = (await listConnections(owner)).find((connection) => connection.id === id);
  if (found === undefined) throw new Problem("not_found", { detail: "There is no such integration." });
  return found;
}
