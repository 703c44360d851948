import * as z from "zod";
import { essential, optionalList } from "../../../parse-lenient.ts";
import { account } from "../../../provider-client/data-endpoint.ts";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { callCalendar } from "../api.ts";
import { paging, toPageSize } from "../paging.ts";
import { calendarId, type EventRef, eventPath, eventsPath } from "./event-path.ts";
import { calendarEvent } from "./event-schema.ts";
import { zone } from "./event-time-input.ts";

const page = z.object({ items: optionalList(calendarEvent), nextPageToken: essential(z.string().optional()) });

const time = z.iso.datetime({ offset: true, message: "is not a date and time with a zone" });

export const eventQuery = z
  .object({
    ...paging,
    account,
    calendarId,
    timeMin: time.optional(),
    timeMax: time.optional(),
    q: z.string().min(1).max(500).optional(),
    /** The time zone of the times in the answer. */
    timeZone: zone.optional(),
  })
  .refine(({ timeMin, timeMax }) => !timeMin || !timeMax || Date.parse(timeMin) < Date.parse(timeMax), {
    path: ["timeMax"],
    error: "must be after timeMin",
  });
type Range = Omit<z.output<typeof eventQuery>, "account">;

/** One page of events in order of time, recurring ones expanded. @throws ProviderError, Problem */
export async function listEvents(access: ApiAccess, query: Range) {
  const { calendarId, limit: _, maxResults: __, ...rest } = query;
  const parameters = new URLSearchParams({
    singleEvents: "true",
    orderBy: "startTime",
    maxResults: toPageSize(query, 50),
  });
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) parameters.set(name, value);
  const path = `${eventsPath(calendarId)}?${parameters}`;
  const { items, nextPageToken } = await callCalendar(access, path, page, { field: query.pageToken && "pageToken" });
  return { events: items, nextPageToken };
}

/** Reads an event. @throws ProviderError absent if it does not exist */
export const readEvent = (access: ApiAccess, at: EventRef) => callCalendar(access, eventPath(at), calendarEvent);
