// Reads the events that changed since the stored sync token.
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import { allowAbsent } from "../../provider-client/allow-absent.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import { recordIfNewer } from "../../store/latest-states.ts";
import type { Subscription } from "../../store/subscription.ts";
import { advanceCursor, readSubscription, recordEventTime } from "../../store/subscriptions.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { processItems } from "../../webhooks/process-items.ts";
import { recordActivity } from "../../webhooks/record-activity.ts";
import { resyncSubscription } from "../../webhooks/resync.ts";
import type { EventContext, ItemId } from "../../webhooks/webhook-source.ts";
import { getChangeTimeMs, toEventActivity } from "./activity.ts";
import {
  type ChangedEvent,
  type Changes,
  listAllEvents,
  listChangesSince,
  readChangedEvent,
} from "./api/event-changes.ts";
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
  await recordEvents(account, context, { subscription, changes }, changes.events);
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
      work: (events) => recordEvents(account, context, { subscription, changes }, events),
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
  readonly subscription: Subscription;
  readonly changes: Changes | undefined;
}

/** Writes at a time. */
const maxConcurrency = 10;

async function recordEvents(
  account: ProviderCallContext,
  context: EventContext,
  { subscription, changes }: ReadCalendar,
  events: readonly ChangedEvent[],
): Promise<void> {
  const completeOccurrence = createOccurrenceReader(account, getCalendarId(subscription), changes?.events ?? events);
  const record = async (event: ChangedEvent) =>
    recordEvent(account, context, changes?.timeZone, await completeOccurrence(event));
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
  await recordEvent(account, context, undefined, await completeOccurrence(found));
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
