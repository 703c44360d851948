import * as z from "zod";
import { essential, optionalList } from "../../../parse-lenient.ts";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { callCalendar } from "../api.ts";
import { paging, toPageSize } from "../paging.ts";

export const calendarQuery = z.object(paging);

/** developers.google.com/workspace/calendar/api/v3/reference/calendarList, under Google's names. */
export const calendarEntry = z
  .object({
    id: z.string(),
    summary: z.string(),
    description: z.string().optional(),
    primary: z.boolean().optional(),
    /** `freeBusyReader`, `reader`, `writer` or `owner`. */
    accessRole: z.string(),
    timeZone: z.string().optional(),
    backgroundColor: z.string().optional(),
  })
  .meta({ id: "CalendarEntry", description: "A calendar in a person's list." });

const page = z.object({ items: optionalList(calendarEntry), nextPageToken: essential(z.string().optional()) });

/** A page of the person's list of calendars. @throws ProviderError; Problem invalid_request for an invalid page token */
export async function listCalendars(access: ApiAccess, query: z.output<typeof calendarQuery>) {
  const { pageToken } = query;
  const parameters = new URLSearchParams({ maxResults: toPageSize(query, 100), ...(pageToken ? { pageToken } : {}) });
  const { items, nextPageToken } = await callCalendar(access, `/users/me/calendarList?${parameters}`, page, {
    field: pageToken && "pageToken",
    scopes: access.provider.scopes.filter((scope) => scope.includes("calendarlist")),
  });
  return { calendars: items, nextPageToken };
}
