// Reads the events that changed since the stored sync token.
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { recordIfNewer, recordIfUntold } from "../../store/latest-states.ts";
import type { Subscription } from "../../store/subscription.ts";
import { advanceCursor, readSubscription, recordEventTime } from "../../store/subscriptions.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { processItems } from "../../webhooks/process-items.ts";
import { recordActivity } from "../../webhooks/record-activity.ts";
import { resyncSubscription } from "../../webhooks/resync.ts";
import type { EventContext, ItemId } from "../../webhooks/webhook-source.ts";
import { getChangeTimeMs, type SourceCalendar, toEventActivity } from "./activity.ts";
import {
  type CalendarFacts,
  type ChangedEvent,
  type Changes,
  listAllEvents,
  listChangesSince,
  readChangedEvent,
} from "./api/event-changes.ts";
import { createOccurrenceReader } from "./api/series.ts";
import { primaryId } from "./calendar-choice.ts";
import { summarizeCopy } from "./event-copies.ts";

/** If the sync token is lost, events that end after this many seconds ago are listed; the last `maxGapEvents` changes are recorded. */
const gapSeconds = 30 * 86_400;
const maxGapEvents = 200;

/** A subscription of an account that may have others. */
export interface WatchedCalendar {
  readonly subscription: Subscription;
  /** Whether other calendars of the account are watched, which may have copies of the same events. */
  readonly hasSiblings: boolean;
}

/** Records an activity for every event that changed since the stored sync token. @throws ProviderError, Problem */
export async function syncChanges(
  account: ProviderCallContext,
  context: EventContext,
  calendar: WatchedCalendar,
): Promise<void> {
  const { subscription } = calendar;
  await recordEventTime(subscription, context.occurredAt);
  // Without a token nothing has been read yet: only changes since the subscription was created are recorded.
  if (subscription.cursor === undefined) return closeGap(account, context, calendar, subscription.createdAt - 60);
  const changes = await listChangesSince(account, getCalendarId(subscription), subscription.cursor).catch(
    (error: unknown) => {
      if (!isInvalidSyncToken(error)) throw error;
      return undefined;
    },
  );
  if (changes?.syncToken === undefined) return closeGap(account, context, calendar, account.now() - gapSeconds);
  await recordEvents(account, context, { ...calendar, changes }, changes.events);
  await advanceCursor(subscription, subscription.cursor, changes.syncToken);
}

/** 410: the token is no longer valid. 400: it never was. */
const isInvalidSyncToken = (error: unknown): boolean =>
  ["http_410", "http_400"].includes(findProviderError(error)?.code ?? "");

const getCalendarId = ({ target = primaryId }: Subscription): string => target;

async function closeGap(
  account: ProviderCallContext,
  context: EventContext,
  calendar: WatchedCalendar,
  since: number,
): Promise<void> {
  const { subscription } = calendar;
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
      work: (events) => recordEvents(account, context, { ...calendar, changes }, events),
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
interface ReadCalendar extends WatchedCalendar {
  readonly changes: Changes | undefined;
}

/** Writes at a time. */
const maxConcurrency = 10;

async function recordEvents(
  account: ProviderCallContext,
  context: EventContext,
  { subscription, hasSiblings, changes }: ReadCalendar,
  events: readonly ChangedEvent[],
): Promise<void> {
  const completeOccurrence = createOccurrenceReader(account, getCalendarId(subscription), changes?.events ?? events);
  const calendar = { ...toSourceCalendar(subscription, changes?.calendar), hasSiblings };
  const record = async (event: ChangedEvent) =>
    recordEvent(account, context, calendar, await completeOccurrence(event));
  await processItems(context, events, {
    connection: account.connection,
    batchSize: maxConcurrency,
    identify: ({ id }) => ({ id, subscription: subscription.name }),
    process: (batch) => Promise.allSettled(batch.map(record)),
  });
}

/**
 * Records an event that was set aside, as it is now.
 * @throws DeliveryError `ignored` if it or its subscription is gone; ProviderError, Problem
 */
export async function recordSetAsideEvent(
  account: ProviderCallContext,
  context: EventContext,
  { id, subscription: name = "" }: ItemId,
): Promise<void> {
  const subscription = await readSubscription(account.connection, name);
  if (subscription === undefined) throw new DeliveryError("ignored", "not_found");
  const calendarId = getCalendarId(subscription);
  const found = await allowAbsent(readChangedEvent(account, calendarId, id));
  if (found === undefined) throw new DeliveryError("ignored", "not_found");
  const completeOccurrence = createOccurrenceReader(account, calendarId, [found]);
  const calendar = { ...toSourceCalendar(subscription), hasSiblings: subscription.name !== primaryId };
  await recordEvent(account, context, calendar, await completeOccurrence(found));
}

function toSourceCalendar(subscription: Subscription, facts?: CalendarFacts): SourceCalendar {
  const { summary, timeZone } = facts ?? {};
  const { name } = subscription;
  return { summary, timeZone, other: name === primaryId ? undefined : { id: getCalendarId(subscription), name } };
}

/**
 * Two readings of one calendar may overlap: an older state is not recorded after a newer one. Of copies on several calendars that
 * say the same, one is recorded.
 */
async function recordEvent(
  { connection, now }: ProviderCallContext,
  context: EventContext,
  calendar: SourceCalendar & Pick<WatchedCalendar, "hasSiblings">,
  event: ChangedEvent,
): Promise<void> {
  const { id, provider } = connection;
  const at = getChangeTimeMs(event) ?? context.occurredAt * 1000;
  const name = calendar.other?.name;
  const resource = [id, ...(name === undefined ? [] : [name]), event.id].join("#");
  if (!(await recordIfNewer(provider, resource, at, now()))) return;
  const copy = calendar.hasSiblings ? summarizeCopy(event) : undefined;
  if (copy !== undefined) {
    const told = { resource: `${id}#${copy.id}`, content: copy.content, teller: name ?? primaryId };
    if (!(await recordIfUntold(provider, told, now()))) return;
  }
  await recordActivity(context, connection, toEventActivity(event, calendar, connection, context.occurredAt));
}
