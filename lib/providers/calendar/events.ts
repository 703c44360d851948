import * as z from "zod";
import type { Provider } from "../../oauth/definition.ts";
import { googleGet } from "../google-api.ts";

const moment = z.object({
  date: z.string().optional(),
  dateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

/** developers.google.com/calendar/api/v3/reference/events: the fields our clients read, under Google's names. */
const event = z.object({
  id: z.string(),
  status: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  htmlLink: z.string().optional(),
  start: moment.optional(),
  end: moment.optional(),
  attendees: z.array(z.looseObject({ email: z.string().optional() })).optional(),
  organizer: z.looseObject({ email: z.string().optional() }).optional(),
  etag: z.string().optional(),
});
const page = z.object({ items: z.array(event).default([]), nextPageToken: z.string().optional() });

const size = z.coerce.number().int().min(1).max(250);
const time = z.iso.datetime({ offset: true, message: "is not a date and time with a zone" });

export const eventQuery = z.object({
  calendarId: z.string().min(1).max(256).default("primary"),
  timeMin: time.optional(),
  timeMax: time.optional(),
  maxResults: size.optional(),
  limit: size.optional(),
  pageToken: z.string().max(2000).optional(),
});

interface CalendarAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
}

const defaultPage = 50;

/** One page of events in order of time, recurring ones expanded. @throws ProviderFailure */
export async function listEvents({ provider, token, fetch }: CalendarAccess, query: z.output<typeof eventQuery>) {
  const { calendarId, limit, maxResults = limit ?? defaultPage, ...range } = query;
  const parameters = new URLSearchParams({
    singleEvents: "true",
    orderBy: "startTime",
    maxResults: String(maxResults),
  });
  for (const [name, value] of Object.entries(range)) if (value !== undefined) parameters.set(name, value);
  const path = `/calendars/${encodeURIComponent(calendarId)}/events?${parameters}`;
  const { items, nextPageToken } = await googleGet(provider, token, path, page, fetch);
  return { events: items, nextPageToken };
}
