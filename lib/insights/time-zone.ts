// Converts between instants and the wall clock of a time zone, with Intl. Offsets depend on the instant (daylight saving).

/** A date and a time of day, without a zone. */
export interface WallClock {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Zones come from people's settings: an unknown one counts as UTC. */
function getFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const options = { hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" } as const;
  const clock = { hour: "numeric", minute: "numeric", second: "numeric" } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { ...options, ...clock, timeZone });
  } catch {
    format = new Intl.DateTimeFormat("en-US", { ...options, ...clock, timeZone: "UTC" });
  }
  if (formats.size < 500) formats.set(timeZone, format);
  return format;
}

/** The zone's offset in minutes east of UTC. @param instant epoch milliseconds */
export function getOffsetMinutes(instant: number, timeZone: string): number {
  const parts = getFormat(timeZone).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return Math.round((wall - Math.floor(instant / 1000) * 1000) / 60_000);
}

/**
 * The instant of a wall clock, epoch milliseconds. A time that the clock skips is read with the offset before the change; of a
 * repeated time it is the first. Source: RFC 5545 section 3.3.5
 */
export function toInstant({ year, month, day, hour, minute }: WallClock, timeZone: string): number {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const shows = (instant: number): boolean => instant + getOffsetMinutes(instant, timeZone) * 60_000 === wall;
  const before = wall - getOffsetMinutes(wall - 86_400_000, timeZone) * 60_000;
  const after = wall - getOffsetMinutes(before, timeZone) * 60_000;
  return shows(before) || !shows(after) ? before : after;
}

const padTwo = (number: number): string => String(Math.abs(number)).padStart(2, "0");

/** ISO 8601 date-time with the zone's offset at that instant: 2026-03-11T14:00:00+01:00 */
export function toIsoDateTime(instant: number, timeZone: string): string {
  const offset = getOffsetMinutes(instant, timeZone);
  const wall = new Date(instant + offset * 60_000).toISOString().slice(0, 16);
  const hours = Math.trunc(offset / 60);
  return `${wall}:00${offset < 0 ? "-" : "+"}${padTwo(hours)}:${padTwo(offset % 60)}`;
}

/** ISO 8601 date. */
export const toIsoDate = ({ year, month, day }: Pick<WallClock, "year" | "month" | "day">): string =>
  `${String(year).padStart(4, "0")}-${padTwo(month)}-${padTwo(day)}`;
