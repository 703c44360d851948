// Queues the connections whose subscriptions are due to be renewed, checked or swept.
import { config } from "../config.ts";
import { queueDue } from "../queue/queue-due.ts";
import type { DueKey } from "../store/due-index.ts";
import { renewShard, toConnectionSort } from "../store/table.ts";

/** Sweeps are due every hour, so there may be many. */
const maxPerShard = 500;

/** Queues the connections that are due. @throws Error when the queue refused some: the schedule's retry finds them again */
export async function queueDueSubscriptions(now?: number): Promise<{ queued: number }> {
  const { CHANNELS_QUEUE_URL } = config("CHANNELS_QUEUE_URL");
  return queueDue(
    { queue: CHANNELS_QUEUE_URL, shard: renewShard, perShard: maxPerShard, messages: toConnectionKeys },
    now,
  );
}

/** The subscriptions of a connection are reconciled together: one message for all that are due. */
function toConnectionKeys(due: readonly DueKey[]): DueKey[] {
  const keys = due.map(({ pk, sk }) => ({ pk, sk: toConnectionSort(sk) }));
  return [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
}
