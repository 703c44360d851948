// Expands recurring events for `singleEvents`: daily and weekly rules (RFC 5545), in local time of their zone.
import type { Calendar, Resource } from "./calendar-store.ts";
import { dayMs, formatInstant, fromZoneClock, type Moment, toInstant, toZoneClock } from "./calendar-time.ts";

const maxEvents = 400;
const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

export const isSeries = ({ recurrence }: Resource): boolean => Array.isArray(recurrence) && recurrence.length > 0;

/** The first events of a series; empty for other kinds of rules. */
export function expandEvents(series: Resource, calendarZone: string): Resource[] {
  const start = series.start as Moment;
  const zone = start.timeZone ?? calendarZone;
  const rule = parseRule((series.recurrence as string[])[0] ?? "");
  const from = toInstant(start, calendarZone);
  const length = toInstant(series.end as Moment, calendarZone) - from;
  const first = start.date ? from : toZoneClock(from, zone);
  const { recurrence: _, ...shared } = series;
  return listClocks(rule, first)
    .map((clock) => (start.date ? clock : fromZoneClock(clock, zone)))
    .filter((at) => rule.until === undefined || at <= rule.until)
    .map((at) => {
      const place = (moment: number): Moment =>
        start.date
          ? { date: new Date(moment).toISOString().slice(0, 10) }
          : { dateTime: formatInstant(moment, zone), timeZone: zone };
      const stamp = new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
      return {
        ...shared,
        id: `${series.id}_${start.date ? stamp.slice(0, 8) : stamp}`,
        recurringEventId: series.id,
        start: place(at),
        end: place(at + length),
        originalStartTime: place(at),
      };
    });
}

/** Finds an event by its id, including events of a series that are not stored separately. */
export function findEvent({ events, entry }: Calendar, id: string): Resource | undefined {
  const series = events.get(id.slice(0, id.lastIndexOf("_")))?.resource;
  const member = series && isSeries(series) && expandEvents(series, entry.timeZone).find((event) => event.id === id);
  return events.get(id)?.resource ?? (member || undefined);
}

interface Rule {
  readonly everyDays: number;
  readonly count: number;
  readonly until: number | undefined;
  /** Days of the week, Sunday is 0; empty: the first event's day. */
  readonly days: readonly number[];
}

function parseRule(line: string): Rule {
  const parts = Object.fromEntries(
    line
      .replace(/^RRULE:/, "")
      .split(";")
      .map((part) => part.split("=")),
  );
  const days = String(parts.BYDAY ?? "").split(",");
  const [, year, month, day, time = "235959"] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z?)?$/.exec(parts.UNTIL ?? "") ?? [];
  const until = year && Date.parse(`${year}-${month}-${day}T${time.replace(/(\d\d)(\d\d)/, "$1:$2:")}Z`);
  return {
    everyDays: Number(parts.INTERVAL ?? 1) * ({ DAILY: 1, WEEKLY: 7 }[String(parts.FREQ)] ?? 0),
    count: Math.min(Number(parts.COUNT ?? maxEvents), maxEvents),
    until: until ? until : undefined,
    days: days.map((name) => weekdays.indexOf(name)).filter((at) => at >= 0),
  };
}

function listClocks({ everyDays, count, days }: Rule, first: number): number[] {
  if (everyDays === 0) return [];
  if (days.length === 0) return Array.from({ length: count }, (_, at) => first + at * everyDays * dayMs);
  // The number of the week; weeks begin on Monday.
  const week = (at: number) => Math.floor((at / dayMs + 3) / 7);
  const found: number[] = [];
  for (let at = first; found.length < count && at < first + 4000 * dayMs; at += dayMs) {
    const isWeek = everyDays % 7 !== 0 || (week(at) - week(first)) % (everyDays / 7) === 0;
    if (isWeek && days.includes(new Date(at).getUTCDay())) found.push(at);
  }
  return found;
}
