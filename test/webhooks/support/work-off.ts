import type { Worker } from "./acme-worker.ts";
import { createBatch, type TestDelivery } from "./messages.ts";

const batchSize = 10;

/**
 * Distributes messages to workers that run in parallel, and repeats the failed ones until all are processed.
 * @throws when some still fail after the last round
 */
export async function processAll(
  workers: readonly Worker[],
  messages: readonly TestDelivery[],
  rounds = 20,
): Promise<void> {
  let left = messages;
  for (let round = 0; round < rounds && left.length > 0; round++) {
    const failed = new Set((await Promise.all(splitIntoHands(left, workers.length).map(dispatchTo(workers)))).flat());
    left = left.filter(({ receipt }) => failed.has(receipt));
  }
  if (left.length > 0) throw new Error(`${left.length} messages were never consumed`);
}

const dispatchTo = (workers: readonly Worker[]) => (hand: readonly TestDelivery[], at: number) =>
  workers[at % workers.length]?.work(createBatch(...hand)) ?? [];

function splitIntoHands(messages: readonly TestDelivery[], hands: number): TestDelivery[][] {
  const size = Math.min(batchSize, Math.ceil(messages.length / hands));
  const count = Math.ceil(messages.length / size);
  return Array.from({ length: count }, (_, at) => messages.slice(at * size, (at + 1) * size));
}
