// Reads the mails that arrived since the stored history id. The id of a push is never read from.
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { count } from "../../metrics.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import type { Subscription } from "../../store/subscription.ts";
import { hasUnfinishedResync, recordResyncProgress } from "../../store/subscription-resyncs.ts";
import { advanceCursor, readSubscription, readSubscriptions, recordEventTime } from "../../store/subscriptions.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { isNewlyConnected } from "../../webhooks/for-each-account.ts";
import { resyncSubscription } from "../../webhooks/resync.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { laterHistoryId, listMailsSince, readCurrentHistoryId, readHistoryPage } from "./api/history.ts";
import { recordMails } from "./record-mails.ts";

/** Mails per run; the next run continues where this one stopped. */
const maxMails = 500;
/** If the history is lost, the mails of this time are listed, `maxGapMails` at most. */
const gapSeconds = 7 * 86_400;
const maxGapMails = 200;

type SyncedSubscription = Subscription & { readonly cursor: string };

/**
 * Records an activity for every mail since the stored history id.
 * @param pushed the push's history id: an old one means that there is nothing to read
 * @throws Problem, ProviderError for which a retry may help; DeliveryError `ignored` without a subscription
 */
export async function syncChanges(
  account: ProviderCallContext,
  context: EventContext,
  pushed: string | undefined,
): Promise<void> {
  const subscription = await findSubscription(account);
  await recordEventTime(subscription, context.occurredAt);
  if (!hasCursor(subscription)) return closeGap(account, context, subscription, subscription.createdAt - 60);
  const isOld = pushed !== undefined && BigInt(pushed) <= BigInt(subscription.cursor);
  if (isOld && !hasUnfinishedResync(subscription)) return;
  try {
    await syncHistory(account, context, subscription);
  } catch (error) {
    // 404: the id is too old. 410 is not documented; it would mean the same.
    if (findProviderError(error)?.kind !== "absent") throw error;
    await closeGap(account, context, subscription, account.now() - gapSeconds);
  }
}

async function findSubscription(account: ProviderCallContext): Promise<Subscription> {
  const [subscription] = await readSubscriptions(account.connection);
  if (subscription !== undefined) return subscription;
  throw isNewlyConnected(account)
    ? new Problem("provider_unavailable", { retryAfter: 5 })
    : new DeliveryError("ignored", "no_channel");
}

const hasCursor = (subscription: Subscription): subscription is SyncedSubscription =>
  /^\d{1,20}$/.test(subscription.cursor ?? "");

async function syncHistory(
  account: ProviderCallContext,
  context: EventContext,
  subscription: SyncedSubscription,
): Promise<void> {
  let pageToken: string | undefined;
  let mails = 0;
  do {
    const page = await readHistoryPage(account, subscription.cursor, pageToken);
    mails += page.arrived.length;
    if (page.arrived.length > maxMails) {
      count("MailFlood");
      return closeGap(account, context, subscription, account.now() - gapSeconds);
    }
    await recordMails(account, context, page.arrived);
    await advanceHistoryCursor(account, subscription, page.upTo);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && mails < maxMails);
  await recordProgress(subscription, mails, pageToken === undefined, account.now());
}

/** Records whether mails are left after a run: the retry's history id may look old by then, and Gmail drops some pushes. */
async function recordProgress(subscription: Subscription, mails: number, isAll: boolean, now: number): Promise<void> {
  const progress = { startedAt: now, beatAt: 0, done: mails };
  if (isAll)
    return hasUnfinishedResync(subscription)
      ? recordResyncProgress(subscription, { ...progress, finishedAt: now })
      : undefined;
  await recordResyncProgress(subscription, progress);
  throw new Problem("provider_unavailable", { retryAfter: 1 });
}

/** Reads recent mails without the history. The new history id is read first, so that a mail that arrives meanwhile is not missed. */
async function closeGap(
  account: ProviderCallContext,
  context: EventContext,
  subscription: Subscription,
  since: number,
): Promise<void> {
  const historyId = await readCurrentHistoryId(account);
  await resyncSubscription(
    {
      channel: subscription,
      since,
      list: (from) => listMailsSince(account, from, maxGapMails),
      work: (ids) => recordMails(account, context, ids),
    },
    account.now,
  );
  await advanceHistoryCursor(account, subscription, historyId);
}

/** Advances the cursor; if others do so at the same time, the latest id wins. */
async function advanceHistoryCursor(
  { connection }: ProviderCallContext,
  subscription: Subscription,
  to: string,
): Promise<void> {
  let current: Subscription | undefined = subscription;
  while (current !== undefined && !(hasCursor(current) && laterHistoryId(current.cursor, to) === current.cursor)) {
    if (await advanceCursor(current, current.cursor, to)) return;
    current = await readSubscription(connection, subscription.name);
  }
}
