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
