// Where an event is: the names that go into Google's paths.
import * as z from "zod";

/** An address, with `#` for a calendar of holidays or birthdays; two dots would leave the path. */
export const calendarId = z
  .string()
  .regex(/^(?!.*\.\.)[\w+-][\w.+#@&'=~!$*-]{0,254}$/, "is not a calendar's id")
  .default("primary");

/** Letters and digits; one of a series has `_` and its time behind it, an imported one begins with `_`. */
export const eventId = z.string().regex(/^[\w-]{1,1024}$/, "is not an event's id");

export interface EventRef {
  readonly calendarId: string;
  readonly id: string;
}

export const eventsPath = (calendarId: string): string => `/calendars/${encodeURIComponent(calendarId)}/events`;

export const eventPath = ({ calendarId, id }: EventRef): string =>
  `${eventsPath(calendarId)}/${encodeURIComponent(id)}`;
