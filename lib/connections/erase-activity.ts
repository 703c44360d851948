// Removes the activities of a disconnected account: the newest in the user's request, all others from a queue.
import * as z from "zod";
import { config } from "../config.ts";
import { describeError, log } from "../log.ts";
import { sendMessage } from "../queue/send.ts";
import { clearOutbox, removeActivities } from "../store/activity-removal.ts";
import { readConnection } from "../store/connections.ts";
import { deleteErasure, type Erasure, readErasure } from "../store/erasures.ts";
import type { Owner } from "../store/owner.ts";

export const erasureMessage = z.object({
  erasureId: z.string(),
  /** Where to go on: the number of the last activity that was looked at. */
  before: z.int().positive().optional(),
  /** The second pass has begun. */
  isLastPass: z.boolean().optional(),
});
type ErasureMessage = z.output<typeof erasureMessage>;

/** Above every number of an activity. */
const newest = 999_999_999_999_999;

/** 400 rows, which takes less than a second. */
const maxQueriesInRequest = 2;
/** 20,000 rows: a run stays far below the Lambda's timeout. */
const maxQueriesInJob = 100;

/** Delay of a message, so that its row is written first. */
const headStartSeconds = 2;
/** A worker that found the connection before it was removed may record its activities for a minute. */
const secondPassSeconds = 90;
/** How long a message may wait for its row. */
const gracePeriodSeconds = 60;

const send = (message: ErasureMessage, delaySeconds: number) =>
  sendMessage(config("ERASURES_QUEUE_URL").ERASURES_QUEUE_URL, message, delaySeconds);

/** Queues the removal. Call it before writing the row: a message without a row is harmless, not the reverse. */
export const queueErasure = (erasureId: string) => send({ erasureId }, headStartSeconds);

/**
 * Removes the newest activities of connections at once.
 * @param now epoch seconds
 * @returns whether all are removed; the queue removes the others
 */
export async function eraseNewest(owner: Owner, connections: ReadonlySet<string>, now: number): Promise<boolean> {
  try {
    const bounds = { before: newest, until: now, maxQueries: maxQueriesInRequest };
    return (await removeActivities(owner, connections, bounds)) === undefined;
  } catch (error) {
    // The account is disconnected, and the queue has the message.
    log.warn("activities are left to the queue", describeError(error));
    return false;
  }
}

/**
 * Removes the activities of a disconnected account, in as many runs as it takes, and what was recorded meanwhile in a second
 * pass. If the account has been connected again, activities from then on stay.
 * @param sentAt when the message was queued, epoch seconds
 * @param now epoch seconds
 * @throws Error when it must be tried again
 */
export async function eraseActivity(message: ErasureMessage, sentAt: number, now: number): Promise<void> {
  const { erasureId, before = newest } = message;
  const erasure = await readErasure(erasureId);
  if (erasure === undefined) {
    if (now - sentAt < gracePeriodSeconds) throw new Error("the account is not disconnected yet");
    return;
  }
  const until = await findLastSecond(erasure, now);
  const bounds = { before, until, maxQueries: maxQueriesInJob };
  const next = await removeActivities(erasure, new Set([erasure.id]), bounds);
  if (next !== undefined) return send({ ...message, before: next }, 0);
  await clearOutbox(erasure, erasure.id, { until: new Date(until * 1000 + 999) });
  if (message.isLastPass) return deleteErasure(erasureId);
  return send({ erasureId, isLastPass: true }, secondPassSeconds);
}

/** The last second whose activities belong to the disconnected account and not to a new connection of it. */
async function findLastSecond(erasure: Erasure, now: number): Promise<number> {
  const again = await readConnection(erasure);
  return again === undefined ? now : again.connectedAt - 1;
}
