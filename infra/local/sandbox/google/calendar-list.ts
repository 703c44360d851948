// GET …/events: pages, filters, and what changed since a sync token (developers.google.com/calendar/api/guides/sync).
import { type Answer, json } from "../messages.ts";
import type { Calendar, Resource } from "./calendar-store.ts";
import { badRequest } from "./errors.ts";

/** Not to be combined with a sync token. */
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

export function listEvents(calendar: Calendar, query: URLSearchParams): Answer {
  const token = query.get("syncToken");
  if (token === null) return page(calendar, query, filtered(calendar, query));
  if (filters.some((name) => query.has(name)))
    return badRequest("Sync token cannot be used with other query restrictions.");
  const [generation, since] = readToken(token);
  if (generation !== calendar.generation || since === undefined || since > calendar.sequence) return fullSync();
  const changed = [...calendar.events.values()].filter((event) => event.changed > since);
  changed.sort((a, b) => a.changed - b.changed);
  return page(
    calendar,
    query,
    changed.map(({ resource }) => resource),
  );
}

function page(calendar: Calendar, query: URLSearchParams, events: readonly Resource[]): Answer {
  const size = Math.min(Number(query.get("maxResults") ?? 250), 2500);
  // What changes while somebody pages is told by the token of the last page: it is as old as the first.
  const [from = 0, began = calendar.sequence] = query.get("pageToken")?.split(".").map(Number) ?? [];
  const more = from + size < events.length;
  const asSync = !query.has("q") && !query.has("orderBy");
  return json({
    kind: "calendar#events",
    summary: calendar.account,
    timeZone: "UTC",
    accessRole: "owner",
    items: events.slice(from, from + size),
    ...(more ? { nextPageToken: `${from + size}.${began}` } : {}),
    ...(!more && asSync ? { nextSyncToken: writeToken(calendar, began) } : {}),
  });
}

function filtered(calendar: Calendar, query: URLSearchParams): Resource[] {
  const [min, max] = [moment(query.get("timeMin")), moment(query.get("timeMax"))];
  const since = moment(query.get("updatedMin"));
  const words = query.get("q")?.toLowerCase();
  const uid = query.get("iCalUID");
  const deleted = query.get("showDeleted") === "true";
  const all = [...calendar.events.values()].map(({ resource }) => resource);
  const fitting = all.filter(
    (event) =>
      (deleted || event.status !== "cancelled") &&
      (min === undefined || edge(event, "end") > min) &&
      (max === undefined || edge(event, "start") < max) &&
      (since === undefined || Date.parse(String(event.updated)) >= since) &&
      (uid === null || event.iCalUID === uid) &&
      (words === undefined ||
        JSON.stringify([event.summary, event.description, event.location]).toLowerCase().includes(words)),
  );
  const by = query.get("orderBy") === "updated" ? (event: Resource) => Date.parse(String(event.updated)) : start;
  return fitting.sort((a, b) => by(a) - by(b));
}

const start = (event: Resource): number => edge(event, "start");

function edge(event: Resource, which: "start" | "end"): number {
  const { dateTime, date } = (event[which] ?? {}) as { readonly dateTime?: string; readonly date?: string };
  return Date.parse(dateTime ?? date ?? "") || 0;
}

function moment(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}

const writeToken = ({ generation }: Calendar, sequence: number): string =>
  Buffer.from(`${generation}.${sequence}`).toString("base64url");

function readToken(token: string): [generation?: number, sequence?: number] {
  const text = Buffer.from(token, "base64url").toString("utf8");
  return /^\d+\.\d+$/.test(text) ? (text.split(".").map(Number) as [number, number]) : [];
}

function fullSync(): Answer {
  const message = "Sync token is no longer valid, a full sync is required.";
  const reason = { domain: "calendar", reason: "fullSyncRequired", message };
  return json(
    { error: { errors: [{ ...reason, locationType: "parameter", location: "syncToken" }], code: 410, message } },
    410,
  );
}
