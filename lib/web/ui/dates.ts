const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const relativeFormat = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Such as "3 Nov 2026"; empty for an invalid date. */
export function formatDay(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? "" : dayFormat.format(time);
}

const momentFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** Such as "3 Nov, 14:00"; empty for an invalid date. */
export function formatMoment(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? "" : momentFormat.format(time);
}

/** "3 Nov 2026" for a date, "3 Nov, 14:00" for a date with a time. */
export const formatDue = (iso: string): string =>
  iso.includes("T") ? formatMoment(iso) : formatDay(`${iso}T12:00:00`);

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const shortDayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** "14:00" for today, else "3 Nov"; empty for an invalid date. */
export function formatTimeOrDay(date: string, now = new Date()): string {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return "";
  return time.toDateString() === now.toDateString() ? clockFormat.format(time) : shortDayFormat.format(time);
}

/** Such as "2 hours ago"; after 30 days the date. */
export function formatAgo(iso: string, now = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (Number.isNaN(seconds)) return "";
  if (seconds > 30 * 86_400) return formatDay(iso);
  for (const [unit, size] of units)
    if (seconds >= size) return relativeFormat.format(-Math.floor(seconds / size), unit);
  return "just now";
}

const utcDayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const utcTimeFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** A time of a database, whose days begin in UTC; one without a zone is of no other. */
function parseUtc(text: string): number {
  const iso = text.replace(" ", "T");
  return Date.parse(/T.*(Z|[+-]\d\d(:?\d\d)?)$/.test(iso) || !iso.includes("T") ? iso : `${iso}Z`);
}

/** Such as "3 Nov 2026" in UTC; empty for an invalid date. */
export const formatUtcDay = (text: string): string => formatUtc(text, utcDayFormat);

/** Such as "3 Nov 2026, 14:00" in UTC; empty for an invalid time. */
export const formatUtcTime = (text: string): string => formatUtc(text, utcTimeFormat);

function formatUtc(text: string, format: Intl.DateTimeFormat): string {
  const time = parseUtc(text);
  return Number.isNaN(time) ? "" : format.format(time);
}
