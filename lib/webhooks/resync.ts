// Repairing a gap: where a provider no longer says what has changed, what is recent is worked through again.
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { appendToOutbox } from "../store/outbox.ts";
import type { Subscription } from "../store/subscription.ts";
import { claimResync, parseResync, type Resync, recordResyncProgress } from "../store/subscription-resyncs.ts";

interface Gap<T> {
  readonly channel: Subscription;
  /** How far back to look, epoch seconds; less far where a resync has been there already. */
  readonly since: number;
  /** What may have been missed, in order. Bounded by the provider's code. */
  list(since: number): Promise<readonly T[]>;
  /** Must bear being repeated: a resync that breaks off begins anew. */
  work(items: readonly T[]): Promise<void>;
}

/** Items between two signs of life and of progress. */
const itemsPerStep = 20;

/** Clocks of providers and ours differ, and lists of theirs lag. Seconds. */
const overlapSeconds = 3600;

/**
 * Works through what a gap may have hidden, telling the user how far it is. One at a time for each channel; a gap that opens
 * again at once costs only what has come since.
 * @throws Problem provider_unavailable while another resync of the channel is under way
 */
export async function resyncSubscription<T>({ channel, since, list, work }: Gap<T>, now: () => number): Promise<void> {
  const before = parseResync(channel);
  const begun = await claimResync(channel, now());
  if (begun === undefined) throw new Problem("provider_unavailable", { retryAfter: 30 });
  count("Resync", { provider: channel.provider });
  const reach = before?.finishedAt === undefined ? since : Math.max(since, before.startedAt - overlapSeconds);
  try {
    const items = await list(reach);
    await recordProgress(channel, { ...begun, total: items.length });
    for (let done = 0; done < items.length; done += itemsPerStep) {
      const part = items.slice(done, done + itemsPerStep);
      await work(part);
      await recordProgress(channel, { ...begun, beatAt: now(), done: done + part.length, total: items.length });
    }
    await recordProgress(channel, { ...begun, done: items.length, total: items.length, finishedAt: now() });
  } catch (error) {
    // So that the next try need not wait until this one counts as dead.
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
