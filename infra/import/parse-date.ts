import { RowRefusal } from "./row-refusal.ts";

/** `2026-11-30 12:00:00.5+00`, as PostgreSQL prints it, and ISO 8601; without a zone it is UTC. */
const isoLike =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?))?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i;
/** RFC 9110 section 5.6.7, as JavaScript's toUTCString writes it. */
const httpDate = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC)$/;

/** Numbers from here are milliseconds: in seconds it would be the year 5138. */
const firstMilliseconds = 1e11;

/**
 * A point in time in epoch seconds.
 * @param value text in one of these forms, or a number of seconds or milliseconds
 * @throws RowRefusal date_unreadable naming the column
 */
export function parseDate(value: string, column: string): number {
  const text = value.trim();
  const seconds = /^\d{1,16}(?:\.\d+)?$/.test(text) ? readNumber(Number(text)) : readText(text);
  if (Number.isFinite(seconds)) return Math.floor(seconds);
  throw new RowRefusal("date_unreadable", column);
}

const readNumber = (number: number): number => (number >= firstMilliseconds ? number / 1000 : number);

function readText(text: string): number {
  if (httpDate.test(text)) return Date.parse(text) / 1000;
  const [, date, time = "00:00", zone = "Z"] = isoLike.exec(text) ?? [];
  if (date === undefined) return Number.NaN;
  return Date.parse(`${date}T${time.replace(",", ".")}${normalizeZone(zone.toUpperCase())}`) / 1000;
}

function normalizeZone(zone: string): string {
  if (zone === "Z" || zone === "UTC") return "Z";
  const [, sign, hours, minutes = "00"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return `${sign}${hours}:${minutes}`;
}
