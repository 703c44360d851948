// Dates and times for readers in Slack.
import * as z from "zod";
import { escapeText } from "../escape-text.ts";

/** A date or a date-time. Without an offset it is local time, wherever the reader is. */
const isoTime = () =>
  z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], "is not an ISO 8601 date or date-time");

/** A date as people write it. What begins like an ISO date must be one; other texts ("next Friday") are shown unchanged. */
export const dateInput = () =>
  z
    .string()
    .trim()
    .max(100)
    .refine((text) => !/^\d{4}-\d\d/.test(text) || isIsoTime(text), "is not an ISO 8601 date or date-time");

/** Whether `formatTimeMarkup` and `formatTimeText` read a text as a time. */
export const isIsoTime = (text: string): boolean => isoTime().safeParse(text).success;

// Created at the first time to be formatted, not at import: loading the locale's data takes 20 ms.
let dayFormat: Intl.DateTimeFormat | undefined;
let clockFormat: Intl.DateTimeFormat | undefined;
function formatDay(at: number): string {
  dayFormat ??= new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
  return dayFormat.format(at);
}
function formatClock(at: number): string {
  clockFormat ??= new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });
  return clockFormat.format(at);
}

/**
 * A time in Slack's markup. Each reader sees a date-time in their own time zone
 * (docs.slack.dev/messaging/formatting-message-text#date-formatting); a date is the same for everybody; other texts stay as they are.
 * @param time what `dateInput` accepts, or an ISO 8601 time
 */
export function formatTimeMarkup(time: string): string {
  if (!isIsoTime(time)) return escapeText(time, 300);
  if (!hasOffset(time)) return formatTimeText(time);
  const seconds = Math.floor(Date.parse(time) / 1000);
  return `<!date^${seconds}^{date_long_pretty} at {time}|${formatTimeText(time)}>`;
}

/** The same as plain text. */
export function formatTimeText(time: string): string {
  if (!isIsoTime(time)) return escapeText(time, 300);
  const isDay = !time.includes("T");
  const at = Date.parse(isDay || hasOffset(time) ? time : `${time}Z`);
  if (isDay) return formatDay(at);
  return `${formatDay(at)}, ${formatClock(at)}${hasOffset(time) ? " UTC" : ""}`;
}

const hasOffset = (time: string): boolean => /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(time);
