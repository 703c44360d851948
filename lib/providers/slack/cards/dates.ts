// Days and moments as people read them in Slack.
import * as z from "zod";
import { escapeText } from "../escape-text.ts";

/** A day, or a moment; without an offset it is whatever the clock shows where the reader is. */
const isoTime = () =>
  z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], "is not an ISO 8601 date or date-time");

/** A date as people write it: one that means to be ISO must be one, "next Friday" is shown as it stands. */
export const dateInput = () =>
  z
    .string()
    .trim()
    .max(100)
    .refine((text) => !/^\d{4}-\d\d/.test(text) || isIsoTime(text), "is not an ISO 8601 date or date-time");

/** Whether it is one that `formatTimeMarkup` and `formatTimeText` can reckon with. */
export const isIsoTime = (text: string): boolean => isoTime().safeParse(text).success;

const dayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const clockFormat = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });

/**
 * In Slack's markup. A moment is shown in each reader's own zone (docs.slack.dev/messaging/formatting-message-text#date-formatting),
 * a day is the same day for everybody, words stay words. @param time what `dateInput` takes, or a time of our own
 */
export function formatTimeMarkup(time: string): string {
  if (!isIsoTime(time)) return escapeText(time, 300);
  if (!hasOffset(time)) return formatTimeText(time);
  const seconds = Math.floor(Date.parse(time) / 1000);
  return `<!date^${seconds}^{date_long_pretty} at {time}|${formatTimeText(time)}>`;
}

/** The same for those who see no markup. */
export function formatTimeText(time: string): string {
  if (!isIsoTime(time)) return escapeText(time, 300);
  const isDay = !time.includes("T");
  const at = Date.parse(isDay || hasOffset(time) ? time : `${time}Z`);
  if (isDay) return dayFormat.format(at);
  return `${dayFormat.format(at)}, ${clockFormat.format(at)}${hasOffset(time) ? " UTC" : ""}`;
}

const hasOffset = (time: string): boolean => /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(time);
