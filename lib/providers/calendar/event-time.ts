// Formats the time of an event in its own time zone.

interface Moment {
  readonly date?: string | undefined;
  readonly dateTime?: string | undefined;
  readonly timeZone?: string | undefined;
}

interface Span {
  readonly start?: Moment | undefined;
  readonly end?: Moment | undefined;
}

const dayFormat = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
const clockFormat = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const dayMs = 86_400_000;

/**
 * "Mon, 23 Nov 2026, 10:00–11:00 (Europe/Berlin)", "Mon, 23 Nov 2026 (all day)"; undefined without a readable time.
 * @param calendarZone the calendar's time zone, for a time without one
 */
export function formatEventTime({ start, end }: Span, calendarZone: string | undefined): string | undefined {
  if (start?.date !== undefined) return formatAllDay(start.date, end?.date);
  const from = parseInstant(start?.dateTime);
  if (from === undefined) return undefined;
  const zone = resolveTimeZone(start?.timeZone) ?? resolveTimeZone(calendarZone) ?? "UTC";
  const until = parseInstant(end?.dateTime);
  const [day, clock] = [formatInstant(from, zone, dayFormat), formatInstant(from, zone, clockFormat)];
  if (until === undefined || until <= from) return `${day}, ${clock} (${zone})`;
  const lastDay = formatInstant(until, zone, dayFormat);
  const last = formatInstant(until, zone, clockFormat);
  return `${day}, ${clock}${lastDay === day ? `–${last}` : ` – ${lastDay}, ${last}`} (${zone})`;
}

/** For dates without a time; Google's end date is the day after the last one. */
function formatAllDay(start: string, end: string | undefined): string | undefined {
  const from = parseInstant(start);
  if (from === undefined) return undefined;
  const last = (parseInstant(end) ?? from + dayMs) - dayMs;
  const [first, final] = [formatInstant(from, "UTC", dayFormat), formatInstant(Math.max(last, from), "UTC", dayFormat)];
  return first === final ? `${first} (all day)` : `${first} – ${final} (all day)`;
}

const formatInstant = (at: number, timeZone: string, format: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { ...format, timeZone }).format(at);

function parseInstant(value: string | undefined): number | undefined {
  const at = /^\d{4}-\d\d-\d\d/.test(value ?? "") ? Date.parse(value ?? "") : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** The canonical name of a time zone; undefined if there is no such zone. */
export function resolveTimeZone(name: string | undefined): string | undefined {
  if (name === undefined || !/^[\w+/-]{1,64}$/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
