import { toWebUrl } from "../read-json.ts";
import type { CalendarEvent } from "./calendar-event.ts";
import type { Api, Page } from "./client.ts";

/**
 * Lists events that have not ended at `timeMin`, in order of time.
 * @param timeMin ISO 8601
 */
export const listEvents = (api: Api, account: string, timeMin: string, pageToken: string) =>
  api.request(
    (client) =>
      client.GET("/api/v2/calendar/events", {
        params: { query: { account, timeMin, maxResults: 25, ...(pageToken && { pageToken }) } },
      }),
    ({ events, nextPageToken }): Page<CalendarEvent> => ({
      items: events.map((event) => ({
        id: event.id,
        title: event.summary ?? "",
        start: event.start ?? {},
        end: event.end ?? {},
        location: event.location ?? "",
        url: toWebUrl(event.htmlLink),
        guests: event.attendees?.length ?? 0,
      })),
      next: nextPageToken ?? "",
    }),
  );

export interface CalendarEntry {
  readonly id: string;
  readonly name: string;
  /** Whether it is the account's main calendar. */
  readonly isMain: boolean;
  /** Whether its events are shown, and not only when its owner is busy. */
  readonly isReadable: boolean;
}

/** Lists an account's calendars, its own and those shared with it. */
export const listCalendars = (api: Api, account: string) =>
  api.request(
    (client) => client.GET("/api/v2/calendar/calendars", { params: { query: { account, limit: 250 } } }),
    ({ calendars }) =>
      calendars.map(
        ({ id, summary, primary = false, accessRole }): CalendarEntry => ({
          id,
          name: summary,
          isMain: primary,
          isReadable: accessRole !== "freeBusyReader",
        }),
      ),
  );
