// What a change in a calendar is to its owner.
import type { Connection } from "../../store/connection.ts";
import type { Activity } from "../../webhooks/activity.ts";
import { textOfHtml } from "../text-of-html.ts";
import { knownZone, whenOf } from "./event-time.ts";
import type { ChangedEvent } from "./sync.ts";

type Change = "Created" | "Updated" | "Deleted";

const longestTitle = 500;
const longestDescription = 50_000;

/** An event is changed once by being created; Google stamps both times within the same moment. */
const sameMomentMs = 2000;

/** @param now epoch seconds, for a change that does not say when it was made */
export function eventActivity(
  event: ChangedEvent,
  timeZone: string | undefined,
  connection: Connection,
  now: number,
): Activity {
  const change = changeOf(event);
  const zone = knownZone(event.start?.timeZone) ?? knownZone(timeZone);
  const description = change === "Deleted" ? "" : textOfHtml(event.description ?? "").slice(0, longestDescription);
  const own = event.attendees?.find(({ self }) => self === true);
  const others = event.attendees?.filter(({ resource }) => resource !== true) ?? [];
  return {
    key: `event#${event.id}#${versionOf(event)}`,
    kind: "event",
    category: "event",
    title: event.summary?.trim().slice(0, longestTitle) || "(no title)",
    text: [summaryOf(event, change, timeZone), description].filter(Boolean).join("\n"),
    author: event.organizer && personOf(event.organizer),
    people: others.map(personOf),
    source: { url: linkTo(event), id: event.id },
    at: new Date(changedAt(event) ?? now * 1000),
    mentionsOwner: own !== undefined && event.organizer?.self !== true,
    owner: { names: [connection.accountName, own?.displayName ?? "", own?.email ?? ""].filter(Boolean) },
    ...(zone === undefined ? {} : { timeZone: zone }),
  };
}

/** When it was changed last, epoch milliseconds. */
export function changedAt({ updated, created }: ChangedEvent): number | undefined {
  const at = Date.parse(updated ?? created ?? "");
  return Number.isNaN(at) ? undefined : at;
}

const versionOf = ({ updated, etag, status }: ChangedEvent): string => updated ?? etag ?? status ?? "-";

function changeOf({ status, created, updated }: ChangedEvent): Change {
  if (status === "cancelled") return "Deleted";
  const isNew = Date.parse(updated ?? "") - Date.parse(created ?? "") < sameMomentMs;
  return isNew || updated === undefined ? "Created" : "Updated";
}

const answers: Readonly<Record<string, string>> = {
  accepted: "You accepted",
  declined: "You declined",
  tentative: "You may come",
  needsAction: "You have not answered",
};

/** Lines of their own, so that none is read as part of another. */
function summaryOf(event: ChangedEvent, change: Change, timeZone: string | undefined): string {
  const { organizer, attendees = [], location } = event;
  const own = attendees.find(({ self }) => self === true);
  const guests = attendees.filter(({ resource }) => resource !== true).length;
  const lines = [
    [change, whenOf(event, timeZone)].filter(Boolean).join(" · "),
    location === undefined ? undefined : `At ${location.slice(0, 200)}`,
    organizer === undefined ? undefined : `Organised by ${organizer.self ? "you" : nameOf(organizer)}`,
    answers[own?.responseStatus ?? ""],
    guests > 1 ? `${guests} guests` : undefined,
  ];
  return lines.filter((line) => line !== undefined).join("\n");
}

type Guest = NonNullable<ChangedEvent["organizer"]>;

const nameOf = ({ displayName, email }: Guest): string => (displayName || email || "somebody").slice(0, 120);
const personOf = ({ displayName, email }: Guest) => ({
  ...(displayName === undefined ? {} : { name: displayName.slice(0, 120) }),
  ...(email === undefined ? {} : { email: email.slice(0, 320) }),
});

/** Only an address of the web: it becomes a link on a page. */
function linkTo({ htmlLink = "" }: ChangedEvent): string {
  const url = URL.parse(htmlLink);
  return url?.protocol === "https:" ? url.href : "https://calendar.google.com/calendar/";
}
