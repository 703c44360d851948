// How far the repair of a gap has come, on the row of the channel that had it. Times are epoch seconds.
import * as z from "zod";
import type { Subscription } from "./subscription.ts";
import { updateSubscription } from "./subscriptions.ts";

const resyncSchema = z.object({
  startedAt: z.number(),
  /** When it last gave a sign of life. */
  beatAt: z.number(),
  done: z.number(),
  total: z.number().optional(),
  finishedAt: z.number().optional(),
});
export type Resync = z.output<typeof resyncSchema>;

/** What the row says of the latest one; undefined where there was none, or it cannot be read. */
export const parseResync = (of: Subscription): Resync | undefined => resyncSchema.safeParse(of.resync).data;

/** Whether something was begun and not brought to its end: more is to be read than the provider may say. */
export const hasUnfinishedResync = (of: Subscription): boolean =>
  of.resync !== undefined && parseResync(of)?.finishedAt === undefined;

const maxSilenceSeconds = 90;

/**
 * Begins a resync: of many callers exactly one, unless the one before has given no sign of life for 90 s.
 * @returns undefined while another is under way
 */
export async function claimResync(of: Subscription, now: number): Promise<Resync | undefined> {
  const begun: Resync = { startedAt: now, beatAt: now, done: 0 };
  const free = "attribute_not_exists(resync) OR attribute_exists(resync.finishedAt) OR resync.beatAt <= :stale";
  const isBegun = await updateSubscription(of, { resync: begun }, `attribute_exists(pk) AND (${free})`, {
    stale: now - maxSilenceSeconds,
  });
  return isBegun ? begun : undefined;
}

/** Notes how far it has come; nothing where the channel is gone. */
export async function recordResyncProgress(of: Subscription, progress: Resync): Promise<void> {
  await updateSubscription(of, { resync: progress }, "attribute_exists(pk)");
}
