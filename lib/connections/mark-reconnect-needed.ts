import { ProviderError } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { setReconnectNeeded } from "../store/connection-lease.ts";
import { readConnection } from "../store/connections.ts";

/**
 * Marks a connection whose grant is gone, unless it was refreshed or reconnected meanwhile: a consistent read, then a write that
 * requires the version that was used.
 * @param loss the token set that is lost, and why: a code of the provider, or one of ours
 * @returns the newer connection, if there is one
 * @throws ProviderError reconnect, after marking the connection
 */
export async function markReconnectNeeded(
  connection: Connection,
  { set, reason }: { readonly set: string; readonly reason: string },
  actor: Actor,
): Promise<Connection> {
  const current = await readConnection(connection);
  const isNewer = current !== undefined && current.version !== connection.version && current.status === "active";
  if (isNewer && current.tokens[set] !== undefined) return current;
  if (current !== undefined && (await setReconnectNeeded(connection, reason, actor))) {
    count("ReconnectNeeded", { provider: connection.provider });
    log.warn("connection needs reconnecting", { provider: connection.provider, connection: connection.id, reason });
  }
  throw new ProviderError({ kind: "reconnect", code: "grant_gone" });
}
