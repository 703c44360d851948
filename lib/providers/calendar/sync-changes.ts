// From "this calendar has changed" to the events that did.
import { mapInBatches } from "../../concurrency.ts";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { recordIfNewer } from "../../store/latest-states.ts";
import type { Subscription } from "../../store/subscription.ts";
import { advanceCursor, recordEventTime } from "../../store/subscriptions.ts";
import { recordActivity } from "../../webhooks/record-activity.ts";
import { resyncSubscription } from "../../webhooks/resync.ts";
import type { EventContext } from "../../webhooks/webhook-source.ts";
import { getChangeTimeMs, toEventActivity } from "./activity.ts";
import { type ChangedEvent, type Changes, listAllEvents, listChangesSince } from "./api/event-changes.ts";

/** What a gap is searched for: events that end within or after these days, of which so many changed last. */
const gapSeconds = 30 * 86_400;
const maxGapEvents = 200;

/** Tells a calendar's owner of every event that changed since the stored sync token. @throws ProviderError, Problem */
export async function syncChanges(
  account: ProviderCallContext,
  context: EventContext,
  channel: Subscription,
): Promise<void> {
  await recordEventTime(channel, context.occurredAt);
  // Without a token nothing has been read yet: what changed since we listen is news, what was there before is not.
  if (channel.cursor === undefined) return closeGap(account, context, channel, channel.createdAt - 60);
  const changes = await listChangesSince(account, getCalendarId(channel), channel.cursor).catch((error: unknown) => {
    if (!isInvalidSyncToken(error)) throw error;
    return undefined;
  });
  if (changes?.syncToken === undefined) return closeGap(account, context, channel, account.now() - gapSeconds);
  await recordEvents(account, context, changes, changes.events);
  await advanceCursor(channel, channel.cursor, changes.syncToken);
}

/** 410: the token is no longer good. 400: it never was. */
const isInvalidSyncToken = (error: unknown): boolean =>
  ["http_410", "http_400"].includes(findProviderError(error)?.code ?? "");

const getCalendarId = ({ target = "primary" }: Subscription): string => target;

async function closeGap(
  account: ProviderCallContext,
  context: EventContext,
  channel: Subscription,
  since: number,
): Promise<void> {
  let changes: Changes | undefined;
  await resyncSubscription(
    {
      channel,
      since,
      async list(from) {
        changes = await listAllEvents(account, getCalendarId(channel), account.now() - gapSeconds);
        return selectRecentChanges(changes.events, from);
      },
      work: (events) => recordEvents(account, context, changes, events),
    },
    account.now,
  );
  if (changes?.syncToken === undefined) throw new Problem("provider_error", { detail: "The calendar is too large." });
  await advanceCursor(channel, channel.cursor, changes.syncToken);
}

/** In the order of their changes. */
function selectRecentChanges(events: readonly ChangedEvent[], since: number): ChangedEvent[] {
  const recent = events.filter((event) => (getChangeTimeMs(event) ?? 0) >= since * 1000);
  return recent.sort((a, b) => (getChangeTimeMs(a) ?? 0) - (getChangeTimeMs(b) ?? 0)).slice(-maxGapEvents);
}

/** Writes under way at a time. */
const maxConcurrency = 10;

async function recordEvents(
  account: ProviderCallContext,
  context: EventContext,
  changes: Changes | undefined,
  events: readonly ChangedEvent[],
): Promise<void> {
  await mapInBatches(events, maxConcurrency, (event) => recordEvent(account, context, changes?.timeZone, event));
}

/** Two readings of one calendar may end in another order than they began: an older state is not told after a newer one. */
async function recordEvent(
  { connection, now }: ProviderCallContext,
  context: EventContext,
  timeZone: string | undefined,
  event: ChangedEvent,
): Promise<void> {
  const at = getChangeTimeMs(event) ?? context.occurredAt * 1000;
  const isLatest = await recordIfNewer(connection.provider, `${connection.id}#${event.id}`, at, now());
  if (isLatest)
    await recordActivity(context, connection, toEventActivity(event, timeZone, connection, context.occurredAt));
}
