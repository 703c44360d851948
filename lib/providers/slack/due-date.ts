// Days and moments as people read them in Slack.
import * as z from "zod";

/** A day, or a moment; without an offset it is whatever the clock shows where the reader is. */
export const isoTime = () =>
  z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], "is not an ISO 8601 date or date-time");

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });

/**
 * In Slack's markup. A moment is shown in each reader's own zone (docs.slack.dev/messaging/formatting-message-text#date-formatting),
 * a day is the same day for everybody. @param time what `isoTime` takes
 */
export function shownTime(time: string): string {
  if (!hasOffset(time)) return plainTime(time);
  const seconds = Math.floor(Date.parse(time) / 1000);
  return `<!date^${seconds}^{date_long_pretty} at {time}|${plainTime(time)}>`;
}

/** The same for those who see no markup. */
export function plainTime(time: string): string {
  const isDay = !time.includes("T");
  const at = Date.parse(isDay || hasOffset(time) ? time : `${time}Z`);
  if (isDay) return day.format(at);
  return `${day.format(at)}, ${clock.format(at)}${hasOffset(time) ? " UTC" : ""}`;
}

const hasOffset = (time: string): boolean => /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(time);
