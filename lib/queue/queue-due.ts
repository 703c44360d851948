// Puts rows that are due on a queue.
import { log } from "../log.ts";
import { type DueKey, listDue } from "../store/due-index.ts";
import { dueShards } from "../store/table.ts";
import { sendMessages } from "./send.ts";

interface DueQueue {
  readonly queue: string;
  /** Name of a shard of the index, by its number. */
  readonly shard: (shard: number) => string;
  /** Maximum rows per shard and run. */
  readonly perShard: number;
  /** The messages to queue for a shard's due rows. */
  readonly messages: (due: readonly DueKey[]) => readonly DueKey[];
}

/**
 * Reads every shard of the index and queues the rows that are due.
 * @param now epoch seconds
 * @throws Error if the queue rejected messages; the schedule's retry finds their rows again
 */
export async function queueDue(
  { queue, shard, perShard, messages }: DueQueue,
  now: number = Math.floor(Date.now() / 1000),
): Promise<{ queued: number }> {
  let queued = 0;
  let refused = 0;
  for (let index = 0; index < dueShards; index++) {
    const due = messages(await listDue(shard(index), now, perShard));
    if (due.length === 0) continue;
    refused += await sendMessages(queue, due);
    queued += due.length;
  }
  log.info("due rows queued", { queued, refused });
  if (refused > 0) throw new Error(`${refused} messages were not accepted by the queue`);
  return { queued };
}
