// Ids of calendars and events, and their paths in Google's API.
import * as z from "zod";

/** An email address, with `#` for calendars of holidays or birthdays. Two dots could leave the path. */
export const calendarId = z
  .string()
  .regex(/^(?!.*\.\.)[\w+-][\w.+#@&'=~!$*-]{0,254}$/, "is not a calendar's id")
  .default("primary");

/** Letters and digits. An instance of a series ends with `_` and its time; an imported event begins with `_`. */
export const eventId = z.string().regex(/^[\w-]{1,1024}$/, "is not an event's id");

export interface EventRef {
  readonly calendarId: string;
  readonly id: string;
}

export const eventsPath = (calendarId: string): string => `/calendars/${encodeURIComponent(calendarId)}/events`;

export const eventPath = ({ calendarId, id }: EventRef): string =>
  `${eventsPath(calendarId)}/${encodeURIComponent(id)}`;
