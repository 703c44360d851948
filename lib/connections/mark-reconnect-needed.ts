import { ProviderError } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { setReconnectNeeded } from "../store/connection-lease.ts";
import { readConnection } from "../store/connections.ts";

/**
 * Believes that a grant is gone only if nobody has renewed it meanwhile: a consistent read first, then a write on that version.
 * @returns the connection as somebody else renewed it
 * @throws ProviderError reconnect, after marking the connection once
 */
export async function markReconnectNeeded(connection: Connection, set: string, actor: Actor): Promise<Connection> {
  const current = await readConnection(connection);
  const isRenewed = current !== undefined && current.version !== connection.version && current.status === "active";
  if (isRenewed && current.tokens[set] !== undefined) return current;
  if (current !== undefined && (await setReconnectNeeded(connection, actor))) {
    count("ReconnectNeeded", { provider: connection.provider });
    log.warn("connection needs reconnecting", { provider: connection.provider, connection: connection.id });
  }
  throw new ProviderError({ kind: "reconnect", code: "grant_gone" });
}
