// From the index of what is due onto a queue.
import { log } from "../log.ts";
import { type DueKey, listDue } from "../store/due-index.ts";
import { dueShards } from "../store/table.ts";
import { sendMessages } from "./send.ts";

interface DueQueue {
  readonly queue: string;
  /** The name of a shard of this kind. */
  readonly shard: (shard: number) => string;
  /** Rows taken from one shard in one run. */
  readonly perShard: number;
  /** What is put on the queue for the rows of a shard. */
  readonly messages: (due: readonly DueKey[]) => readonly DueKey[];
}

/**
 * Looks into every shard of the index and queues what is due.
 * @param now epoch seconds
 * @throws Error when the queue refused some: the schedule's retry finds them again
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
  log.info("what is due was queued", { queued, refused });
  if (refused > 0) throw new Error(`${refused} messages were not accepted by the queue`);
  return { queued };
}
