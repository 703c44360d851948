// The list of calendars, and GET …/events: pages, filters, and changes since a sync token
// (developers.google.com/calendar/api/guides/sync).
import { type Answer, jsonAnswer } from "../exchange.ts";
import { expandEvents, isSeries } from "./calendar-series.ts";
import type { Calendar, Resource } from "./calendar-store.ts";
import { formatInstant, type Moment, toInstant } from "./calendar-time.ts";
import { badRequest } from "./errors.ts";

/** Parameters that cannot be combined with a sync token. */
const filters = [
  "iCalUID",
  "orderBy",
  "privateExtendedProperty",
  "q",
  "sharedExtendedProperty",
  "timeMax",
  "timeMin",
  "updatedMin",
];

export function listCalendars(calendars: readonly Calendar[], query: URLSearchParams): Answer {
  const from = Number(query.get("pageToken") ?? 0);
  if (!(from >= 0 && from < calendars.length))
    return wrongParameter("pageToken", "invalid", "Invalid page token value.");
  const until = from + Math.min(Number(query.get("maxResults") ?? 100), 250);
  const kind = "calendar#calendarListEntry";
  return jsonAnswer({
    kind: "calendar#calendarList",
    items: calendars.slice(from, until).map(({ entry }) => ({ kind, selected: true, ...entry })),
    ...(until < calendars.length ? { nextPageToken: String(until) } : {}),
  });
}

export function listEvents(calendar: Calendar, query: URLSearchParams): Answer {
  const pageToken = query.get("pageToken");
  if (pageToken !== null && !/^\d+\.\d+$/.test(pageToken)) {
    return wrongParameter("pageToken", "invalid", "Invalid page token value.");
  }
  const token = query.get("syncToken");
  if (token === null) {
    const [min, max] = [parseMoment(query.get("timeMin")), parseMoment(query.get("timeMax"))];
    if (min !== undefined && max !== undefined && min >= max) {
      return wrongParameter("timeMax", "timeRangeEmpty", "The specified time range is empty.");
    }
    return buildPage(calendar, query, filterEvents(calendar, query));
  }
  if (filters.some((name) => query.has(name)))
    return badRequest("Sync token cannot be used with other query restrictions.");
  const [generation, since] = readToken(token);
  if (generation !== calendar.generation || since === undefined || since > calendar.sequence) return fullSyncRequired();
  const changed = [...calendar.events.values()].filter((event) => event.changed > since);
  changed.sort((a, b) => a.changed - b.changed);
  return buildPage(
    calendar,
    query,
    changed.map(({ resource }) => resource),
  );
}

function buildPage(calendar: Calendar, query: URLSearchParams, events: readonly Resource[]): Answer {
  const size = Math.min(Number(query.get("maxResults") ?? 250), 2500);
  // The sync token of the last page is as old as the first page, so it covers changes made while paging.
  const [from = 0, began = calendar.sequence] = query.get("pageToken")?.split(".").map(Number) ?? [];
  const more = from + size < events.length;
  const asSync = !query.has("q") && !query.has("orderBy");
  return jsonAnswer({
    kind: "calendar#events",
    summary: calendar.entry.summary,
    timeZone: query.get("timeZone") ?? calendar.entry.timeZone,
    accessRole: calendar.entry.accessRole,
    items: events.slice(from, from + size).map((event) => convertToZone(event, query.get("timeZone"))),
    ...(more ? { nextPageToken: `${from + size}.${began}` } : {}),
    ...(!more && asSync ? { nextSyncToken: writeToken(calendar, began) } : {}),
  });
}

function filterEvents(calendar: Calendar, query: URLSearchParams): Resource[] {
  const [min, max] = [parseMoment(query.get("timeMin")), parseMoment(query.get("timeMax"))];
  const since = parseMoment(query.get("updatedMin"));
  const words = query.get("q")?.toLowerCase();
  const uid = query.get("iCalUID");
  const deleted = query.get("showDeleted") === "true";
  const own = [...calendar.events.values()].map(({ resource }) => resource);
  const all = query.get("singleEvents") === "true" ? own.flatMap((event) => expandSeries(calendar, event)) : own;
  const { timeZone } = calendar.entry;
  const fitting = all.filter(
    (event) =>
      (deleted || event.status !== "cancelled") &&
      (min === undefined || edgeInstant(event, "end", timeZone) > min) &&
      (max === undefined || edgeInstant(event, "start", timeZone) < max) &&
      (since === undefined || Date.parse(String(event.updated)) >= since) &&
      (uid === null || event.iCalUID === uid) &&
      (words === undefined ||
        JSON.stringify([event.summary, event.description, event.location]).toLowerCase().includes(words)),
  );
  const isByChange = query.get("orderBy") === "updated";
  const by = (event: Resource) =>
    isByChange ? Date.parse(String(event.updated)) : edgeInstant(event, "start", timeZone);
  return fitting.sort((a, b) => by(a) - by(b));
}

/** Expands a series into its events, without those that are stored as separate events. */
function expandSeries({ events, entry }: Calendar, event: Resource): Resource[] {
  return isSeries(event) ? expandEvents(event, entry.timeZone).filter(({ id }) => !events.has(id)) : [event];
}

const edgeInstant = (event: Resource, which: "start" | "end", calendarZone: string): number =>
  toInstant((event[which] ?? {}) as Moment, calendarZone);

/** Converts the event's times to a time zone. */
function convertToZone(event: Resource, zone: string | null): Resource {
  const convert = (time: unknown) => {
    const moment = time as Moment;
    return moment.dateTime && zone ? { ...moment, dateTime: formatInstant(toInstant(moment, zone), zone) } : moment;
  };
  return event.start && event.end ? { ...event, start: convert(event.start), end: convert(event.end) } : event;
}

function parseMoment(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}

const writeToken = ({ generation }: Calendar, sequence: number): string =>
  Buffer.from(`${generation}.${sequence}`).toString("base64url");

function readToken(token: string): [generation?: number, sequence?: number] {
  const text = Buffer.from(token, "base64url").toString("utf8");
  return /^\d+\.\d+$/.test(text) ? (text.split(".").map(Number) as [number, number]) : [];
}

function fullSyncRequired(): Answer {
  const message = "Sync token is no longer valid, a full sync is required.";
  return wrongParameter("syncToken", "fullSyncRequired", message, 410);
}

function wrongParameter(location: string, reason: string, message: string, code = 400): Answer {
  const errors = [{ domain: "calendar", reason, message, locationType: "parameter", location }];
  return jsonAnswer({ error: { errors, code, message } }, code);
}
