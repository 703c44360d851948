// From "this calendar has changed" to the events that did.
import { mapInBatches } from "../../concurrency.ts";
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { Call } from "../../oauth/data-endpoint.ts";
import type { Channel } from "../../store/channel.ts";
import { advanceCursor, noteEvent } from "../../store/channels.ts";
import { advanceState } from "../../store/latest-states.ts";
import { announceActivity } from "../../webhooks/activity.ts";
import type { EventContext } from "../../webhooks/reading.ts";
import { resync } from "../../webhooks/resync.ts";
import { changedAt, eventActivity } from "./event-activity.ts";
import { allEvents, type ChangedEvent, type Changes, changesSince } from "./sync.ts";

/** What a gap is searched for: events that end within or after these days, of which so many changed last. */
const gapSeconds = 30 * 86_400;
const mostInGap = 200;

/** Tells a calendar's owner of every event that changed since the stored sync token. @throws ProviderError, Problem */
export async function catchUp(account: Call, context: EventContext, channel: Channel): Promise<void> {
  await noteEvent(channel, context.occurredAt);
  // Without a token nothing has been read yet: what changed since we listen is news, what was there before is not.
  if (channel.cursor === undefined) return closeGap(account, context, channel, channel.createdAt - 60);
  const changes = await changesSince(account, calendarOf(channel), channel.cursor).catch((error: unknown) => {
    if (!isGap(error)) throw error;
    return undefined;
  });
  if (changes?.syncToken === undefined) return closeGap(account, context, channel, account.now() - gapSeconds);
  await announceEvents(account, context, changes, changes.events);
  await advanceCursor(channel, channel.cursor, changes.syncToken);
}

/** 410: the token is no longer good. 400: it never was. */
const isGap = (error: unknown): boolean => ["http_410", "http_400"].includes(findProviderError(error)?.code ?? "");

const calendarOf = ({ target = "primary" }: Channel): string => target;

async function closeGap(account: Call, context: EventContext, channel: Channel, since: number): Promise<void> {
  let changes: Changes | undefined;
  await resync(
    {
      channel,
      since,
      async list(from) {
        changes = await allEvents(account, calendarOf(channel), account.now() - gapSeconds);
        return lastChanged(changes.events, from);
      },
      work: (events) => announceEvents(account, context, changes, events),
    },
    account.now,
  );
  if (changes?.syncToken === undefined) throw new Problem("provider_error", { detail: "The calendar is too large." });
  await advanceCursor(channel, channel.cursor, changes.syncToken);
}

/** In the order of their changes. */
function lastChanged(events: readonly ChangedEvent[], since: number): ChangedEvent[] {
  const recent = events.filter((event) => (changedAt(event) ?? 0) >= since * 1000);
  return recent.sort((a, b) => (changedAt(a) ?? 0) - (changedAt(b) ?? 0)).slice(-mostInGap);
}

/** Writes under way at a time. */
const atOnce = 10;

async function announceEvents(
  account: Call,
  context: EventContext,
  changes: Changes | undefined,
  events: readonly ChangedEvent[],
): Promise<void> {
  await mapInBatches(events, atOnce, (event) => announceEvent(account, context, changes?.timeZone, event));
}

/** Two readings of one calendar may end in another order than they began: an older state is not told after a newer one. */
async function announceEvent(
  { connection, now }: Call,
  context: EventContext,
  timeZone: string | undefined,
  event: ChangedEvent,
): Promise<void> {
  const at = changedAt(event) ?? context.occurredAt * 1000;
  const isLatest = await advanceState(connection.provider, `${connection.id}#${event.id}`, at, now());
  if (isLatest)
    await announceActivity(context, connection, eventActivity(event, timeZone, connection, context.occurredAt));
}
