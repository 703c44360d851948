// Changes in a calendar since a sync token: developers.google.com/workspace/calendar/api/guides/sync
import * as z from "zod";
import type { Provider } from "../../../oauth/definition.ts";
import { essential, optionalList, parseLenient } from "../../../parse-lenient.ts";
import { getFromGoogle } from "../../google/api.ts";
import { eventPath } from "./event-path.ts";

const moment = z.object({
  date: z.string().optional(),
  dateTime: z.string().optional(),
  timeZone: z.string().optional(),
});
const person = z.object({
  email: z.string().optional(),
  displayName: z.string().optional(),
  self: z.boolean().optional(),
  resource: z.boolean().optional(),
  responseStatus: z.string().optional(),
});

/** For a deleted event Google guarantees only the id and the status. */
export const changedEvent = z.object({
  id: z.string().min(1).max(1100),
  status: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  htmlLink: z.string().optional(),
  created: z.string().optional(),
  updated: z.string().optional(),
  etag: z.string().optional(),
  /** The same on every calendar that has a copy of it, and for all occurrences of a series. */
  iCalUID: z.string().optional(),
  start: moment.optional(),
  end: moment.optional(),
  /** The series that it is one occurrence of, and when it was to begin. */
  recurringEventId: z.string().min(1).max(1024).optional(),
  originalStartTime: moment.optional(),
  organizer: person.optional(),
  attendees: z.array(person).optional(),
});
export type ChangedEvent = z.output<typeof changedEvent>;

const page = z.object({
  items: optionalList(z.unknown()),
  summary: z.string().optional(),
  timeZone: z.string().optional(),
  nextPageToken: essential(z.string().optional()),
  nextSyncToken: essential(z.string().optional()),
});

export interface CalendarAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
}

export interface CalendarFacts {
  /** Its name. */
  readonly summary: string | undefined;
  /** For events without one. */
  readonly timeZone: string | undefined;
}

export interface Changes {
  readonly events: readonly ChangedEvent[];
  /** Start of the next reading; undefined if the list is longer than `maxPages`. */
  readonly syncToken: string | undefined;
  readonly calendar: CalendarFacts;
}

/**
 * A sync token is valid only with the parameters it was created with, so both kinds of reading use the same ones. A series is one
 * event, because an endless series has no last instance. A full list would leave out deleted events by default.
 */
const parameters = { singleEvents: "false", showDeleted: "true", maxResults: "250", maxAttendees: "50" };

const maxPages = 40;

/** The changes since a sync token. @throws ProviderError absent if the token is no longer valid (410 fullSyncRequired) */
export const listChangesSince = (access: CalendarAccess, calendarId: string, syncToken: string): Promise<Changes> =>
  readAllPages(access, calendarId, { syncToken });

/** All events that end after a time, and the sync token for later changes. @param from epoch seconds */
export const listAllEvents = (access: CalendarAccess, calendarId: string, from: number): Promise<Changes> =>
  readAllPages(access, calendarId, { timeMin: new Date(from * 1000).toISOString() });

/** One event as it is now. @throws ProviderError absent if there is none */
export const readChangedEvent = (access: CalendarAccess, calendarId: string, id: string): Promise<ChangedEvent> =>
  getFromGoogle(access, eventPath({ calendarId, id }), changedEvent);

async function readAllPages(
  access: CalendarAccess,
  calendarId: string,
  from: { readonly syncToken: string } | { readonly timeMin: string },
): Promise<Changes> {
  const events: ChangedEvent[] = [];
  let calendar: CalendarFacts = { summary: undefined, timeZone: undefined };
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages++) {
    const query = new URLSearchParams({ ...parameters, ...from, ...(pageToken === undefined ? {} : { pageToken }) });
    const path = `/calendars/${encodeURIComponent(calendarId)}/events?${query}`;
    const answer = await getFromGoogle(access, path, page);
    events.push(...answer.items.flatMap(parseChangedEvent));
    const { summary = calendar.summary, timeZone = calendar.timeZone } = answer;
    calendar = { summary, timeZone };
    if (answer.nextPageToken === undefined) return { events, syncToken: answer.nextSyncToken, calendar };
    pageToken = answer.nextPageToken;
  }
  return { events, syncToken: undefined, calendar };
}

/** Skips an event without an id, so that it does not hide the others; odd fields of the others are left out. */
function parseChangedEvent(item: unknown): ChangedEvent[] {
  const read = parseLenient(changedEvent, item);
  return read === undefined ? [] : [read.data];
}
