import { randomUUID } from "node:crypto";
import * as z from "zod";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { retry } from "../retry.ts";
import type { Actor } from "../store/audit.ts";
import { clearCache } from "../store/cache.ts";
import { type Connection, isBeingRefreshed } from "../store/connection.ts";
import { removeConnection } from "../store/connection-save.ts";
import { listNamedConnections, readConnection } from "../store/connections.ts";
import { erasurePut } from "../store/erasures.ts";
import { grantPut } from "../store/grants.ts";
import { endAnswers } from "../store/idempotency.ts";
import type { Owner } from "../store/owner.ts";
import { readSubscriptions } from "../store/subscriptions.ts";
import { eraseNewest, queueErasure } from "./erase-activity.ts";
import { headStartSeconds, queueRevocation } from "./pending.ts";

export interface DisconnectRequest {
  readonly provider: string;
  /** Id of a connection. Default: all of the provider. */
  readonly account?: string | undefined;
  /** Whether the activities of the account stay in the user's feed. */
  readonly keepActivity: boolean;
  /** Whether the grant stays at the provider: our tokens are deleted and its push channels stopped, and nothing is revoked. */
  readonly keepGrant?: boolean;
}

/** What became of the activities: `being_removed` when there were so many that a queue removes the rest. */
export const activityOutcome = z.enum(["removed", "being_removed", "kept"]);
export type ActivityOutcome = z.output<typeof activityOutcome>;

/**
 * Disconnects one account, or all accounts of a provider. The tokens are deleted from the connection when this returns; a queue
 * revokes them at the provider. Idempotent.
 * @throws Problem provider_unavailable when the store or the queue does not answer; it can be repeated
 */
export async function disconnect(
  owner: Owner,
  { provider, account, ...options }: DisconnectRequest,
  actor: Actor,
): Promise<ActivityOutcome> {
  const selected = await listNamedConnections(owner, provider, account);
  for (const connection of selected) await disconnectConnection(connection, options, actor);
  if (options.keepActivity) return "kept";
  if (selected.length === 0) return "removed";
  const isErased = await eraseNewest(owner, new Set(selected.map(({ id }) => id)), nowSeconds());
  return isErased ? "removed" : "being_removed";
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

type DisconnectOptions = Pick<DisconnectRequest, "keepActivity" | "keepGrant">;

/** Disconnects one account, and leaves its activities where they are. @throws as {@link disconnect} */
export async function disconnectConnection(first: Connection, options: DisconnectOptions, actor: Actor): Promise<void> {
  let connection: Connection | undefined = first;
  const removeNewest = async () => {
    if (connection === undefined || (await removeOnce(connection, options, actor))) return true;
    connection = await readConnection(connection);
    return connection === undefined;
  };
  const isGone = await retry(removeNewest, { maxAttempts: 5, isRetryableResult: (done) => !done });
  if (!isGone) throw new Problem("provider_unavailable", { retryAfter: 2 });
}

/** A Lambda that is refreshing the tokens finds the connection gone, and holds the new ones under the id of its lease. */
async function queueRefreshedRevocation(connection: Connection, now: number): Promise<void> {
  if (connection.lease === undefined || !isBeingRefreshed(connection, now)) return;
  await queueRevocation(connection.lease.owner, connection.lease.until - now + headStartSeconds);
}

/** @returns false when the connection changed meanwhile */
async function removeOnce(
  connection: Connection,
  { keepActivity, keepGrant }: DisconnectOptions,
  actor: Actor,
): Promise<boolean> {
  const grantId = randomUUID();
  const erasureId = keepActivity ? undefined : randomUUID();
  const expiresAt = nowSeconds();
  await Promise.all([
    queueRevocation(grantId),
    queueRefreshedRevocation(connection, expiresAt),
    erasureId && queueErasure(erasureId),
  ]);
  // Read after the connection: the removal fails if a subscription is added from now on.
  const channels = await readSubscriptions(connection);
  const kept = keepGrant ? { keepGrant } : {};
  const grant = { status: "revoking", purpose: "connection", connection, channels, expiresAt, ...kept } as const;
  const erasure = erasureId && erasurePut(erasureId, connection, expiresAt);
  const removal = {
    grant: grantPut(grantId, grant),
    channels,
    erasure,
    ...(keepGrant ? { reason: "grant_kept" } : {}),
  };
  if (!(await removeConnection(connection, actor, removal))) return false;
  count("Disconnected", { provider: connection.provider });
  await Promise.all([clearCache(connection, connection.id), endAnswers(connection, connection.id)]);
  return true;
}
