// Progress of a resync, stored in the row of its subscription. Times are epoch seconds.
import * as z from "zod";
import type { Subscription } from "./subscription.ts";
import { updateSubscription } from "./subscriptions.ts";

const resyncSchema = z.object({
  startedAt: z.number(),
  beatAt: z.number(),
  done: z.number(),
  total: z.number().optional(),
  finishedAt: z.number().optional(),
});
export type Resync = z.output<typeof resyncSchema>;

/** Reads the latest resync of a subscription; undefined if there was none or it is malformed. */
export const parseResync = (of: Subscription): Resync | undefined => resyncSchema.safeParse(of.resync).data;

/** Whether a resync was started and not finished: changes may be missing although the provider reports none. */
export const hasUnfinishedResync = (of: Subscription): boolean =>
  of.resync !== undefined && parseResync(of)?.finishedAt === undefined;

const maxHeartbeatAgeSeconds = 90;

/** Starts a resync. Only one caller can, unless the running resync had no heartbeat for 90 s. @returns undefined while another resync is running */
export async function claimResync(of: Subscription, now: number): Promise<Resync | undefined> {
  const resync: Resync = { startedAt: now, beatAt: now, done: 0 };
  const freeCondition =
    "attribute_not_exists(resync) OR attribute_exists(resync.finishedAt) OR resync.beatAt <= :stale";
  const isClaimed = await updateSubscription(of, { resync }, `attribute_exists(pk) AND (${freeCondition})`, {
    stale: now - maxHeartbeatAgeSeconds,
  });
  return isClaimed ? resync : undefined;
}

/** Records the progress of a resync; does nothing if the subscription was removed. */
export async function recordResyncProgress(of: Subscription, progress: Resync): Promise<void> {
  await updateSubscription(of, { resync: progress }, "attribute_exists(pk)");
}
