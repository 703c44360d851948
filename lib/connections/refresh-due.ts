// Refreshes unused connections before their refresh token expires.
import * as z from "zod";
import { config } from "../config.ts";
import { findProviderError } from "../http/provider-error.ts";
import { count } from "../metrics.ts";
import { isNotConfigured } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";
import { queueDue } from "../queue/queue-due.ts";
import { readConnection } from "../store/connections.ts";
import { postponeRefresh } from "../store/due-index.ts";
import { dueShard, parseConnectionKey } from "../store/table.ts";
import type { Dependencies } from "./dependencies.ts";
import { refreshAllTokenSets } from "./refresh-now.ts";

export const dueMessageSchema = z.object({ pk: z.string(), sk: z.string() });

/** Connections of one shard in one run; the rest follows in the next run. */
const maxPerShard = 100;

/** Queues the connections that are due. @throws Error when the queue refused some: the schedule's retry finds them again */
export async function queueDueRefreshes(now?: number): Promise<{ queued: number }> {
  const { REFRESHES_QUEUE_URL } = config("REFRESHES_QUEUE_URL");
  return queueDue({ queue: REFRESHES_QUEUE_URL, shard: dueShard, perShard: maxPerShard, messages: (due) => due }, now);
}

/** When to retry a connection that could not be refreshed. */
const postponeSeconds = 3600;

/**
 * Refreshes one connection if it is still due. One that could not be refreshed is postponed: a run takes the oldest first, and
 * connections that fail for days (an outage, a client the operator removed) must not block the others. A connection whose grant is
 * gone has been marked by then and needs no retry.
 * @throws ProviderError when it must be tried again
 */
export async function refreshIfDue(
  { pk, sk }: z.output<typeof dueMessageSchema>,
  getProvider: (id: string) => Provider,
  dependencies: Dependencies,
): Promise<void> {
  const connection = await readConnection(parseConnectionKey(pk, sk));
  const isDue = connection?.status === "active" && (connection.dueAt ?? Infinity) <= dependencies.now();
  if (!isDue) return;
  let after = connection;
  let hasLapsed = false;
  try {
    after = await refreshAllTokenSets(
      { provider: getProvider(connection.provider), actor: { actor: "refresh-tokens" } },
      connection,
      dependencies,
    );
  } catch (error) {
    if (findProviderError(error)?.kind === "reconnect") {
      hasLapsed = true;
      count("RenewalLapsed");
    } else if (!isNotConfigured(error)) throw error;
  } finally {
    count("RenewalDue", {}, { RenewalLapsedPercent: hasLapsed ? 100 : 0 });
    if (after.version === connection.version) await postponeRefresh(connection, dependencies.now() + postponeSeconds);
  }
}
