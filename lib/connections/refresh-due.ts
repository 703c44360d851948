// Renewing connections that nobody uses, before their refresh token lapses.
import * as z from "zod";
import { config } from "../config.ts";
import { findProviderError } from "../http/provider-error.ts";
import type { Provider } from "../oauth/definition.ts";
import { queueDue } from "../queue/queue-due.ts";
import { readConnection } from "../store/connections.ts";
import { postponeRefresh } from "../store/due-index.ts";
import { dueShard, parseConnectionKey } from "../store/table.ts";
import type { Dependencies } from "./dependencies.ts";
import { refreshAllTokenSets } from "./refresh-now.ts";

export const dueMessageSchema = z.object({ pk: z.string(), sk: z.string() });

/** Connections taken from one shard in one run; what is left comes with the next. */
const maxPerShard = 100;

/** @throws Error when the queue refused some: the schedule's retry finds them again */
export async function queueDueRefreshes(now?: number): Promise<{ queued: number }> {
  const { REFRESHES_QUEUE_URL } = config("REFRESHES_QUEUE_URL");
  return queueDue({ queue: REFRESHES_QUEUE_URL, shard: dueShard, perShard: maxPerShard, messages: (due) => due }, now);
}

/** Seconds until what could not be renewed is tried again. */
const postponeSeconds = 3600;

/**
 * Renews one connection if it is still due. What stays due is put off: a run takes the oldest first, and connections that
 * cannot be renewed for days (an outage, a client the operator has removed) must not keep the others from their turn. One whose grant is gone has been marked by then: its message is done.
 * @throws ProviderError for what is worth another try
 */
export async function refreshIfDue(
  { pk, sk }: z.output<typeof dueMessageSchema>,
  providerOf: (id: string) => Provider,
  dependencies: Dependencies,
): Promise<void> {
  const connection = await readConnection(parseConnectionKey(pk, sk));
  const isDue = connection?.status === "active" && (connection.dueAt ?? Infinity) <= dependencies.now();
  if (!isDue) return;
  let after = connection;
  try {
    after = await refreshAllTokenSets(
      { provider: providerOf(connection.provider), actor: { actor: "refresh-tokens" } },
      connection,
      dependencies,
    );
  } catch (error) {
    if (findProviderError(error)?.kind !== "reconnect") throw error;
  } finally {
    if (after.version === connection.version) await postponeRefresh(connection, dependencies.now() + postponeSeconds);
  }
}
