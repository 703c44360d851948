// A changed calendar event as an activity.
import { htmlToText } from "../../html-to-text.ts";
import type { Connection } from "../../store/connection.ts";
import { truncate, truncateCodePoints } from "../../truncate.ts";
import type { Activity } from "../../webhooks/record-activity.ts";
import type { CalendarFacts, ChangedEvent } from "./api/event-changes.ts";
import { formatEventTime, resolveTimeZone } from "./event-time.ts";

type ChangeKind = "Created" | "Updated" | "Deleted";

const maxTitleLength = 500;
const maxDescriptionLength = 50_000;

/** Google's `created` and `updated` of a new event differ by less than this. */
const sameMomentMs = 2000;

/** The calendar that an event was read from. */
export interface SourceCalendar extends CalendarFacts {
  /** Its id and the name of its watch; undefined for the main calendar. */
  readonly other?: { readonly id: string; readonly name: string } | undefined;
}

/** @param now epoch seconds, for a change without a time */
export function toEventActivity(
  event: ChangedEvent,
  calendar: SourceCalendar,
  connection: Connection,
  now: number,
): Activity {
  const { timeZone, other } = calendar;
  const isOwner = createOwnerTest(calendar, connection);
  const change = classifyChange(event);
  const zone = resolveTimeZone(event.start?.timeZone) ?? resolveTimeZone(timeZone);
  const description =
    change === "Deleted" ? "" : truncate(htmlToText(event.description ?? "", true), maxDescriptionLength);
  const own = event.attendees?.find(isOwner);
  const others = event.attendees?.filter(({ resource }) => resource !== true) ?? [];
  return {
    key: ["event", ...(other === undefined ? [] : [other.name]), event.id, getVersion(event)].join("#"),
    kind: "event",
    category: "event",
    title: truncate(event.summary?.trim() ?? "", maxTitleLength) || "(no title)",
    text: [summarizeEvent({ event, change, calendar, isOwner }), description].filter(Boolean).join("\n"),
    author: event.organizer && toPerson(event.organizer),
    people: others.map(toPerson),
    source: { url: toEventUrl(event), id: event.id, ...(other === undefined ? {} : { calendarId: other.id }) },
    at: new Date(getChangeTimeMs(event) ?? now * 1000),
    mentionsOwner: own !== undefined && !(event.organizer !== undefined && isOwner(event.organizer)),
    owner: { names: [connection.accountName, own?.displayName ?? "", own?.email ?? ""].filter(Boolean) },
    ...(zone === undefined ? {} : { timeZone: zone }),
  };
}

/**
 * Tells the account's owner among an event's people. Google's `self` is who the calendar belongs to: on a shared calendar that is
 * somebody else.
 */
function createOwnerTest({ other }: SourceCalendar, { username }: Connection): (person: Guest) => boolean {
  if (other === undefined) return ({ self }) => self === true;
  return ({ email }) => email !== undefined && email.toLowerCase() === username?.toLowerCase();
}

/** Time of the last change, epoch milliseconds. */
export function getChangeTimeMs({ updated, created }: ChangedEvent): number | undefined {
  const at = Date.parse(updated ?? created ?? "");
  return Number.isNaN(at) ? undefined : at;
}

const getVersion = ({ updated, etag, status }: ChangedEvent): string => updated ?? etag ?? status ?? "-";

function classifyChange({ status, created, updated }: ChangedEvent): ChangeKind {
  if (status === "cancelled") return "Deleted";
  const isNew = Date.parse(updated ?? "") - Date.parse(created ?? "") < sameMomentMs;
  return isNew || updated === undefined ? "Created" : "Updated";
}

const responseTexts: Readonly<Record<string, string>> = {
  accepted: "You accepted",
  declined: "You declined",
  tentative: "You may come",
  needsAction: "You have not answered",
};

interface EventChange {
  readonly event: ChangedEvent;
  readonly change: ChangeKind;
  readonly calendar: SourceCalendar;
  isOwner(person: Guest): boolean;
}

/** One fact per line, so that the analysis does not join them into one sentence. */
function summarizeEvent({ event, change, calendar, isOwner }: EventChange): string {
  const { organizer, attendees = [], location } = event;
  const { timeZone, summary, other } = calendar;
  const own = attendees.find(isOwner);
  const guests = attendees.filter(({ resource }) => resource !== true).length;
  const lines = [
    [change, formatEventTime(event, timeZone)].filter(Boolean).join(" · "),
    describeOccurrence(event, timeZone),
    other === undefined ? undefined : `In the calendar “${truncate(summary ?? other.id, 120)}”`,
    location === undefined ? undefined : `At ${truncate(location, 200)}`,
    organizer === undefined ? undefined : `Organised by ${isOwner(organizer) ? "you" : formatName(organizer)}`,
    responseTexts[own?.responseStatus ?? ""],
    guests > 1 ? `${guests} guests` : undefined,
  ];
  return lines.filter((line) => line !== undefined).join("\n");
}

/** Says that only one occurrence of a series has changed, and when it was to begin if it was moved. */
function describeOccurrence(event: ChangedEvent, timeZone: string | undefined): string | undefined {
  const { recurringEventId, originalStartTime: original, start } = event;
  if (recurringEventId === undefined) return undefined;
  const before = original && formatEventTime({ start: original }, timeZone);
  const isMoved = before !== undefined && start !== undefined && getStartMs(start) !== getStartMs(original);
  return isMoved ? `One occurrence of a series, moved from ${before}` : "One occurrence of a series";
}

const getStartMs = ({ dateTime, date }: Moment = {}): number => Date.parse(dateTime ?? date ?? "");

type Moment = NonNullable<ChangedEvent["start"]>;
type Guest = NonNullable<ChangedEvent["organizer"]>;

const formatName = ({ displayName, email }: Guest): string => truncate(displayName || email || "somebody", 120);
const toPerson = ({ displayName, email }: Guest) => ({
  ...(displayName === undefined ? {} : { name: truncate(displayName, 120) }),
  ...(email === undefined ? {} : { email: truncateCodePoints(email, 320) }),
});

/** An https URL, because it becomes a link on a page. */
function toEventUrl({ htmlLink = "" }: ChangedEvent): string {
  const url = URL.parse(htmlLink);
  return url?.protocol === "https:" ? url.href : "https://calendar.google.com/calendar/";
}
