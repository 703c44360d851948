// Reads the events that changed since the stored sync token.
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
import { createOccurrenceReader } from "./api/series.ts";

/** If the sync token is lost, events that end after this many seconds ago are listed; the last `maxGapEvents` changes are recorded. */
const gapSeconds = 30 * 86_400;
const maxGapEvents = 200;

/** Records an activity for every event that changed since the stored sync token. @throws ProviderError, Problem */
export async function syncChanges(
  account: ProviderCallContext,
  context: EventContext,
  subscription: Subscription,
): Promise<void> {
  await recordEventTime(subscription, context.occurredAt);
  // Without a token nothing has been read yet: only changes since the subscription was created are recorded.
  if (subscription.cursor === undefined) return closeGap(account, context, subscription, subscription.createdAt - 60);
  const changes = await listChangesSince(account, getCalendarId(subscription), subscription.cursor).catch(
    (error: unknown) => {
      if (!isInvalidSyncToken(error)) throw error;
      return undefined;
    },
  );
  if (changes?.syncToken === undefined) return closeGap(account, context, subscription, account.now() - gapSeconds);
  await recordEvents(account, context, { calendarId: getCalendarId(subscription), changes }, changes.events);
  await advanceCursor(subscription, subscription.cursor, changes.syncToken);
}

/** 410: the token is no longer valid. 400: it never was. */
const isInvalidSyncToken = (error: unknown): boolean =>
  ["http_410", "http_400"].includes(findProviderError(error)?.code ?? "");

const getCalendarId = ({ target = "primary" }: Subscription): string => target;

async function closeGap(
  account: ProviderCallContext,
  context: EventContext,
  subscription: Subscription,
  since: number,
): Promise<void> {
  const calendarId = getCalendarId(subscription);
  let changes: Changes | undefined;
  await resyncSubscription(
    {
      channel: subscription,
      since,
      async list(from) {
        changes = await listAllEvents(account, calendarId, account.now() - gapSeconds);
        return selectRecentChanges(changes.events, from);
      },
      work: (events) => recordEvents(account, context, { calendarId, changes }, events),
    },
    account.now,
  );
  if (changes?.syncToken === undefined) throw new Problem("provider_error", { detail: "The calendar is too large." });
  await advanceCursor(subscription, subscription.cursor, changes.syncToken);
}

/** The latest changes since a time, in the order in which they were made. */
function selectRecentChanges(events: readonly ChangedEvent[], since: number): ChangedEvent[] {
  const recent = events.filter((event) => (getChangeTimeMs(event) ?? 0) >= since * 1000);
  return recent.sort((a, b) => (getChangeTimeMs(a) ?? 0) - (getChangeTimeMs(b) ?? 0)).slice(-maxGapEvents);
}

/** A calendar and what was read of it. */
interface ReadCalendar {
  readonly calendarId: string;
  readonly changes: Changes | undefined;
}

/** Writes at a time. */
const maxConcurrency = 10;

async function recordEvents(
  account: ProviderCallContext,
  context: EventContext,
  { calendarId, changes }: ReadCalendar,
  events: readonly ChangedEvent[],
): Promise<void> {
  const completeOccurrence = createOccurrenceReader(account, calendarId, changes?.events ?? events);
  await mapInBatches(events, maxConcurrency, async (event) =>
    recordEvent(account, context, changes?.timeZone, await completeOccurrence(event)),
  );
}

/** Two readings of one calendar may overlap: an older state is not recorded after a newer one. */
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
