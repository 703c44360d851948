import { randomUUID } from "node:crypto";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { retry } from "../retry.ts";
import type { Actor } from "../store/audit.ts";
import { clearCache } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import { removeConnection } from "../store/connection-save.ts";
import { listConnections, readConnection } from "../store/connections.ts";
import type { Owner } from "../store/owner.ts";
import { readSubscriptions } from "../store/subscriptions.ts";
import { queueRevocation } from "./pending.ts";

/**
 * Disconnects one account, or all accounts of a provider. The tokens are deleted from the connection when this returns; a queue
 * revokes them at the provider. Idempotent.
 * @throws Problem provider_unavailable when the store or the queue does not answer; it can be repeated
 */
export async function disconnect(
  owner: Owner,
  provider: string,
  account: string | undefined,
  actor: Actor,
): Promise<void> {
  const found = await listConnections(owner, provider);
  const selected = account === undefined ? found : found.filter((connection) => connection.id === account);
  for (const connection of selected) await disconnectOne(connection, actor);
}

async function disconnectOne(first: Connection, actor: Actor): Promise<void> {
  let connection: Connection | undefined = first;
  const removeNewest = async () => {
    if (connection === undefined || (await removeOnce(connection, actor))) return true;
    connection = await readConnection(connection);
    return connection === undefined;
  };
  const isGone = await retry(removeNewest, { maxAttempts: 5, isRetryableResult: (done) => !done });
  if (!isGone) throw new Problem("provider_unavailable", { retryAfter: 2 });
}

/** @returns false when the connection changed meanwhile */
async function removeOnce(connection: Connection, actor: Actor): Promise<boolean> {
  const grantId = randomUUID();
  await queueRevocation(grantId);
  const expiresAt = Math.floor(Date.now() / 1000);
  // Read after the connection: the removal fails if a subscription is added from now on.
  const channels = await readSubscriptions(connection);
  const grant = { status: "revoking", purpose: "connection", connection, channels, expiresAt } as const;
  if (!(await removeConnection(connection, actor, grantId, grant))) return false;
  count("Disconnected", { provider: connection.provider });
  await clearCache(connection, connection.id);
  return true;
}
