import type { Worker } from "./acme.ts";
import { batch, type Delivered } from "./messages.ts";

const batchSize = 10;

/**
 * Deals messages out to workers, all at once, and what they report as failed once more, until all are consumed.
 * @throws when some are still there after so many rounds
 */
export async function workOff(workers: readonly Worker[], messages: readonly Delivered[], rounds = 20): Promise<void> {
  let left = messages;
  for (let round = 0; round < rounds && left.length > 0; round++) {
    const failed = new Set((await Promise.all(dealt(left, workers.length).map(deal(workers)))).flat());
    left = left.filter(({ receipt }) => failed.has(receipt));
  }
  if (left.length > 0) throw new Error(`${left.length} messages were never consumed`);
}

const deal = (workers: readonly Worker[]) => (hand: readonly Delivered[], at: number) =>
  workers[at % workers.length]?.work(batch(...hand)) ?? [];

function dealt(messages: readonly Delivered[], hands: number): Delivered[][] {
  const size = Math.min(batchSize, Math.ceil(messages.length / hands));
  const count = Math.ceil(messages.length / size);
  return Array.from({ length: count }, (_, at) => messages.slice(at * size, (at + 1) * size));
}
