// Resyncs a subscription: when a provider can no longer tell what changed, recent items are processed again.
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { appendToOutbox } from "../store/outbox.ts";
import type { Subscription } from "../store/subscription.ts";
import { claimResync, parseResync, type Resync, recordResyncProgress } from "../store/subscription-resyncs.ts";

interface Gap<T> {
  readonly channel: Subscription;
  /** How far back to list, epoch seconds. After an earlier resync, less far. */
  readonly since: number;
  /** Lists what may have been missed, in order. The provider's code bounds the number. */
  list(since: number): Promise<readonly T[]>;
  /** Must be idempotent: a resync that fails starts again. */
  work(items: readonly T[]): Promise<void>;
}

/** Items between two updates of the claim and of the progress. */
const itemsPerStep = 20;

/** For clock skew, and for lists of a provider that lag behind. */
const overlapSeconds = 3600;

/**
 * Processes what may have been missed and reports the progress to the user. One resync runs at a time per subscription. It starts
 * where the previous finished one started, if that is later.
 * @param now epoch seconds
 * @throws Problem provider_unavailable while another resync of the subscription runs
 */
export async function resyncSubscription<T>({ channel, since, list, work }: Gap<T>, now: () => number): Promise<void> {
  const before = parseResync(channel);
  const begun = await claimResync(channel, now());
  if (begun === undefined) throw new Problem("provider_unavailable", { retryAfter: 30 });
  count("Resync", { provider: channel.provider });
  const from = before?.finishedAt === undefined ? since : Math.max(since, before.startedAt - overlapSeconds);
  try {
    const items = await list(from);
    await recordProgress(channel, { ...begun, total: items.length });
    for (let done = 0; done < items.length; done += itemsPerStep) {
      const batch = items.slice(done, done + itemsPerStep);
      await work(batch);
      await recordProgress(channel, { ...begun, beatAt: now(), done: done + batch.length, total: items.length });
    }
    await recordProgress(channel, { ...begun, done: items.length, total: items.length, finishedAt: now() });
  } catch (error) {
    // Release the claim, so that the next attempt need not wait until it expires.
    await recordResyncProgress(channel, { ...begun, beatAt: 0 }).catch(() => undefined);
    throw error;
  }
}

async function recordProgress(subscription: Subscription, progress: Resync): Promise<void> {
  const { tenant, user, provider, connection, name } = subscription;
  const { startedAt, done, total, finishedAt } = progress;
  const finished = finishedAt !== undefined;
  await recordResyncProgress(subscription, progress);
  await appendToOutbox({
    tenant,
    user,
    key: `resync#${connection}#${name}#${startedAt}#${done}#${finished}`,
    type: "sync.progress",
    data: { connectionId: connection, provider, done, total, finished },
  });
}
