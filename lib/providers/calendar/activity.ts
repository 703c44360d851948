// A changed calendar event as an activity.
import { htmlToText } from "../../html-to-text.ts";
import type { Connection } from "../../store/connection.ts";
import { truncate, truncateCodePoints } from "../../truncate.ts";
import type { Activity } from "../../webhooks/record-activity.ts";
import type { ChangedEvent } from "./api/event-changes.ts";
import { formatEventTime, resolveTimeZone } from "./event-time.ts";

type ChangeKind = "Created" | "Updated" | "Deleted";

const maxTitleLength = 500;
const maxDescriptionLength = 50_000;

/** Google's `created` and `updated` of a new event differ by less than this. */
const sameMomentMs = 2000;

/** @param now epoch seconds, for a change without a time */
export function toEventActivity(
  event: ChangedEvent,
  timeZone: string | undefined,
  connection: Connection,
  now: number,
): Activity {
  const change = classifyChange(event);
  const zone = resolveTimeZone(event.start?.timeZone) ?? resolveTimeZone(timeZone);
  const description =
    change === "Deleted" ? "" : truncate(htmlToText(event.description ?? "", true), maxDescriptionLength);
  const own = event.attendees?.find(({ self }) => self === true);
  const others = event.attendees?.filter(({ resource }) => resource !== true) ?? [];
  return {
    key: `event#${event.id}#${getVersion(event)}`,
    kind: "event",
    category: "event",
    title: truncate(event.summary?.trim() ?? "", maxTitleLength) || "(no title)",
    text: [summarizeEvent(event, change, timeZone), description].filter(Boolean).join("\n"),
    author: event.organizer && toPerson(event.organizer),
    people: others.map(toPerson),
    source: { url: toEventUrl(event), id: event.id },
    at: new Date(getChangeTimeMs(event) ?? now * 1000),
    mentionsOwner: own !== undefined && event.organizer?.self !== true,
    owner: { names: [connection.accountName, own?.displayName ?? "", own?.email ?? ""].filter(Boolean) },
    ...(zone === undefined ? {} : { timeZone: zone }),
  };
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

/** One fact per line, so that the analysis does not join them into one sentence. */
function summarizeEvent(event: ChangedEvent, change: ChangeKind, timeZone: string | undefined): string {
  const { organizer, attendees = [], location } = event;
  const own = attendees.find(({ self }) => self === true);
  const guests = attendees.filter(({ resource }) => resource !== true).length;
  const lines = [
    [change, formatEventTime(event, timeZone)].filter(Boolean).join(" · "),
    describeOccurrence(event, timeZone),
    location === undefined ? undefined : `At ${truncate(location, 200)}`,
    organizer === undefined ? undefined : `Organised by ${organizer.self ? "you" : formatName(organizer)}`,
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
