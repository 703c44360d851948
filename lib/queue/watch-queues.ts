// Looks at every queue for what no consumer would report: dead letters, and messages that nobody takes.
import { setTimeout as sleep } from "node:timers/promises";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../aws/sqs.ts";
import { config } from "../config.ts";
import { countMany } from "../metrics.ts";
import { toDeadLetterQueue } from "./dead-letters.ts";
import { countLateMessage } from "./late-messages.ts";

const sqs = sqsClient({ maxAttempts: 3 });

/** SQS's numbers are approximate, and right about a minute after they changed. */
const secondLookMs = 60_000;

/**
 * Counts the dead letters of all queues, and the queues whose messages wait although none is in work, at two looks.
 * @param meanwhile runs in any case, between the looks
 * @throws Error when SQS does not answer
 */
export async function watchQueues(
  meanwhile: () => Promise<void>,
  pause: (ms: number) => Promise<unknown> = sleep,
): Promise<void> {
  const { prefix, queues, deadLettersAlone } = config("WATCHED_QUEUES").WATCHED_QUEUES;
  const deadLetters = [...queues.map(toDeadLetterQueue), ...deadLettersAlone];
  let untaken: readonly string[] = [];
  try {
    await Promise.all(deadLetters.map((queue) => countDeadLetters(prefix, queue)));
    untaken = await listUntaken(prefix, queues);
  } finally {
    await meanwhile();
  }
  if (untaken.length === 0) return;
  await pause(secondLookMs);
  for (const queue of await listUntaken(prefix, untaken)) countLateMessage(queue, "nobody_takes_it");
}

async function countDeadLetters(prefix: string, queue: string): Promise<void> {
  const { waiting, inFlight } = await readNumbers(`${prefix}${queue}`);
  if (waiting + inFlight > 0) countMany("DeadLetters", waiting + inFlight, { queue });
}

/** The queues with messages that could be taken, and none in work. A message that waits for its next attempt counts as in work. */
async function listUntaken(prefix: string, queues: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    queues.map(async (queue) => {
      const { waiting, inFlight } = await readNumbers(`${prefix}${queue}`);
      return waiting > 0 && inFlight === 0 ? [queue] : [];
    }),
  );
  return found.flat();
}

async function readNumbers(QueueUrl: string) {
  const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  const { Attributes = {} } = await sqs.send(command);
  const [waiting = 0, inFlight = 0] = AttributeNames.map((name) => Number(Attributes[name] ?? 0));
  return { waiting, inFlight };
}
