// Days and longer spans of the calendar, in UTC. Ends are exclusive.

export type CalendarUnit = "day" | "week" | "month" | "quarter" | "year";
export type ClockUnit = "minute" | "hour";

/** Times in epoch milliseconds; the end is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const fixedMs = { minute: minuteMs, hour: hourMs, day: dayMs, week: 7 * dayMs } as const;
const monthsIn = { month: 1, quarter: 3, year: 12 } as const;

/** The span of a unit that holds a time, or one some units before or after. Weeks begin on Monday (ISO 8601). */
export function findSpan(unit: CalendarUnit, time: number, offset = 0): Span {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "day" || unit === "week") {
    const today = Date.UTC(year, month, date.getUTCDate());
    const start = unit === "day" ? today : today - ((date.getUTCDay() + 6) % 7) * dayMs;
    const from = start + offset * fixedMs[unit];
    return { from, to: from + fixedMs[unit] };
  }
  const months = monthsIn[unit];
  const first = month - (month % months) + offset * months;
  return { from: Date.UTC(year, first), to: Date.UTC(year, first + months) };
}

/** A time some units earlier. A month before 31 March is the last day of February. */
export function goBack(unit: CalendarUnit | ClockUnit, time: number, units: number): number {
  if (unit in fixedMs) return time - units * fixedMs[unit as keyof typeof fixedMs];
  const months = units * monthsIn[unit as keyof typeof monthsIn];
  const date = new Date(time);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months);
  const lastDay = new Date(findSpan("month", first).to - dayMs).getUTCDate();
  return first + (Math.min(date.getUTCDate(), lastDay) - 1) * dayMs + (time % dayMs);
}

/** A date as people say it: its year may be left out, its month and day too. Months and quarters count from 1. */
export interface SaidDate {
  readonly year?: number | undefined;
  readonly quarter?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
}

/** How far back a date without a year is sought: 29 February may be eight years ago. */
const maxYearsBack = 8;

/**
 * What a date means: one without a year is the latest that has begun by `latest`.
 * @returns undefined for one that does not exist, such as 30 February
 */
export function resolveDate(said: SaidDate, latest: number): Span | undefined {
  if (said.year !== undefined) return buildSpan(said, said.year);
  const thisYear = new Date(latest).getUTCFullYear();
  for (let year = thisYear; year > thisYear - maxYearsBack; year--) {
    const span = buildSpan(said, year);
    if (span && span.from <= latest) return span;
  }
  return undefined;
}

function buildSpan({ quarter, month, day }: SaidDate, year: number): Span | undefined {
  if (quarter !== undefined) return findSpan("quarter", Date.UTC(year, (quarter - 1) * 3));
  if (month === undefined) return findSpan("year", Date.UTC(year, 0));
  if (day === undefined) return findSpan("month", Date.UTC(year, month - 1));
  const span = findSpan("day", Date.UTC(year, month - 1, day));
  return new Date(span.from).getUTCMonth() === month - 1 ? span : undefined;
}
