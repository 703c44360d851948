// Puts deliveries that an outage made dead letters back on their queue, once their provider answers again.
import type { Message } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { settleInBatches } from "../concurrency.ts";
import { config } from "../config.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { deleteDeadLetter, receiveDeadLetters, releaseDeadLetter, toDeadLetterQueue } from "../queue/dead-letters.ts";
import { sendMessage } from "../queue/send.ts";
import { readDelivery } from "../store/deliveries.ts";
import { queryLog } from "../store/delivery-log.ts";
import { webhookMessageSchema } from "./decode-message.ts";
import { outageCodes } from "./retry.ts";

/** A message of an event queue; its other members stay as they are. */
const deadLetterSchema = z.looseObject({ receipt: z.string(), redrives: z.number().default(0) });
type DeadLetter = z.output<typeof deadLetterSchema>;

/** How often one message is put back; each time it has all its attempts again, which take hours. */
const maxRedrives = 3;
/** Messages of a provider in one run. Without a sign that the provider answers, one is enough to find out. */
const maxPerRun = 100;
/** Dead letters looked at in one run: those that failed for their own sake stay, and others may stand behind them. */
const maxReceives = 30;
/** Half of the sockets that the queue's client has: three hundred at once would wait for each other until they time out. */
const maxConcurrentReleases = 25;
const recentMs = 3_600_000;
const maxAgeMs = 7 * 86_400_000;

/**
 * Redrives the dead letters of every provider. A message that is sent and not deleted, because of a crash, is processed once.
 * @param now epoch milliseconds
 */
export async function redriveDeadLetters(now: number = Date.now()): Promise<void> {
  const { WEBHOOK_QUEUES } = config("WEBHOOK_QUEUES");
  for (const [provider, queue] of Object.entries(WEBHOOK_QUEUES)) {
    try {
      await redriveProvider(provider, queue, now);
    } catch (error) {
      log.error("redriving dead letters failed", { provider, ...describeError(error) });
    }
  }
}

async function redriveProvider(provider: string, queue: string, now: number): Promise<void> {
  const deadLetters = toDeadLetterQueue(queue);
  const kept: Message[] = [];
  let redriven = 0;
  let limit: number | undefined;
  for (let receives = 0; receives < maxReceives && redriven < (limit ?? 1); receives++) {
    const messages = await receiveDeadLetters(deadLetters);
    if (messages.length === 0) break;
    limit ??= (await isAnswering(provider, now)) ? maxPerRun : 1;
    for (const message of messages) {
      const body = redriven < limit ? await readRedrivable(message, now) : undefined;
      const isRedriven = body !== undefined && (await tryRedrive(queue, message, body));
      if (isRedriven) redriven++;
      else kept.push(message);
      if (isRedriven) count("DeliveryRedriven", { provider });
    }
  }
  await settleInBatches(kept, maxConcurrentReleases, (message) => releaseDeadLetter(deadLetters, message));
}

/** @returns false for a message that the queue does not take: it must not keep the others */
async function tryRedrive(queue: string, message: Message, body: DeadLetter): Promise<boolean> {
  try {
    await sendMessage(queue, { ...body, redrives: body.redrives + 1 });
    await deleteDeadLetter(toDeadLetterQueue(queue), message);
    return true;
  } catch (error) {
    log.warn("a dead letter was not redriven", describeError(error));
    return false;
  }
}

/** Whether an event of the provider was processed lately. */
async function isAnswering(provider: string, now: number): Promise<boolean> {
  const [from, to] = [new Date(now - recentMs), new Date(now)];
  return (await queryLog({ provider, status: "processed", from, to, limit: 1 })).found.length > 0;
}

/** The content of a dead letter that failed for an outage alone; undefined for any other. */
async function readRedrivable({ Body = "" }: Message, now: number) {
  const body = parseDeadLetter(Body);
  if (body === undefined || body.redrives >= maxRedrives) return undefined;
  const row = await readDelivery(body.receipt, now);
  // A delivery without a row was kept out of the log by an outage of the vault or the table.
  if (row === undefined) return webhookMessageSchema().safeParse(body).success ? body : undefined;
  const isOutage = row.status === "failed" && outageCodes.has(row.error ?? "") && row.receivedAt > now - maxAgeMs;
  return isOutage ? body : undefined;
}

function parseDeadLetter(text: string): DeadLetter | undefined {
  try {
    return deadLetterSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
