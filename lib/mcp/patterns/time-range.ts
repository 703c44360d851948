// When something happened: today, last week, in the last 7 days, since March, between two dates. All of it in UTC.

import { anyDate, dayDate, longDate } from "./dates.ts";
import { either, type Grammar, inOrder, mapTo, maybe, mean, readWord, say, within } from "./grammar.ts";
import { countingNumber } from "./numbers.ts";
import { type CalendarUnit, type ClockUnit, findSpan, goBack, resolveDate, type SaidDate, type Span } from "./spans.ts";

/** Epoch milliseconds; the end is exclusive. `isExact` where it begins or ends at a moment and not at midnight. */
export interface TimeRange extends Partial<Span> {
  readonly isExact?: true;
}

const findUnit =
  <U extends string>(units: readonly U[], ending: string): Grammar<U> =>
  (words, at) =>
    readWord((word) => units.find((unit) => `${unit}${ending}` === word))(words, at);

const calendarUnit = findUnit(["week", "month", "quarter", "year"], "");
// "The last quarter" is this one's or the one before, depending on who says it.
const rollingUnits = ["minute", "hour", "day", "week", "month", "year"] as const;
type RollingUnit = (typeof rollingUnits)[number];
const rollingUnit = findUnit(rollingUnits, "");
/** A couple is two of them; of people it may be a few. */
const count = either(countingNumber, mean("a couple of|a couple|couple of|couple", 2));
const countedUnit = inOrder(count, either(rollingUnit, findUnit(rollingUnits, "s")));

/** Further back is no question about an application's users. */
const maxYearsBack = 200;
const yearsIn = { minute: 1 / 525_600, hour: 1 / 8766, day: 1 / 365.25, week: 7 / 365.25, month: 1 / 12, year: 1 };

const findMoment = (now: number, unit: RollingUnit, count: number): number | undefined =>
  count * yearsIn[unit] > maxYearsBack ? undefined : goBack(unit, now, count);

/** In the last 7 days, over the past month: until now, wherever in the calendar that is. */
function readRolling(now: number): Grammar<TimeRange> {
  const toRange = ([count, unit]: readonly [number, RollingUnit]): TimeRange | undefined => {
    const from = findMoment(now, unit, count);
    return from === undefined ? undefined : { from, to: now, isExact: true };
  };
  const before = maybe(say("in|within|during|over"));
  const last = inOrder(before, say("the last|the past|last|past"));
  return either(
    mapTo(within(last, countedUnit), toRange),
    mapTo(within(say("less than"), countedUnit, say("ago")), toRange),
    mapTo(within(inOrder(before, say("the last|the past")), rollingUnit), (unit) => toRange([1, unit])),
    mapTo(within(say("more than|over"), countedUnit, say("ago")), ([count, unit]) => {
      const to = findMoment(now, unit, count);
      return to === undefined ? undefined : { to, isExact: true };
    }),
  );
}

/** Today, this week, last month: as the calendar has it. */
function readCalendar(now: number): Grammar<Span> {
  const around = (offset: number) => (unit: CalendarUnit | ClockUnit) => findSpan(unit as CalendarUnit, now, offset);
  const soFar = maybe(say("so far"));
  const spans = either(
    mapTo(within(soFar, say("today"), soFar), () => findSpan("day", now)),
    mapTo(say("yesterday"), () => findSpan("day", now, -1)),
    mapTo(within(inOrder(soFar, say("this|the current")), calendarUnit, soFar), around(0)),
    mapTo(within(say("last|previous|the previous"), calendarUnit), around(-1)),
  );
  const daysAgo = mapTo(inOrder(countingNumber, say("days ago|day ago")), ([count]) =>
    findMoment(now, "day", count) === undefined ? undefined : findSpan("day", now, -count),
  );
  return either(within(maybe(say("in|during|from|of")), spans), daysAgo);
}

const toSaidDay = (time: number): SaidDate => {
  const date = new Date(time);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

/** Dates that are said: in March, on 3 May 2025, since 2024, between two of them. */
function readDated(now: number): Grammar<TimeRange> {
  const resolve = (said: SaidDate) => resolveDate(said, now);
  const today = either(
    mapTo(say("today"), () => toSaidDay(now)),
    mapTo(say("yesterday"), () => toSaidDay(findSpan("day", now, -1).from)),
  );
  const start = within(maybe(say("the start of|the beginning of|start of|beginning of")), mapTo(anyDate, resolve));
  const startOfUnit = mapTo(
    within(say("the start of|the beginning of"), within(say("this|the|the current"), calendarUnit)),
    (unit) => findSpan(unit, now),
  );
  const point = either(start, startOfUnit, mapTo(today, resolve));
  // "Before December" may be said of the next one: without a year it must be of this year.
  const thisYear = mapTo(anyDate, (said) => {
    const found = resolve(said);
    return found && (said.year !== undefined || found.from >= findSpan("year", now).from) ? found : undefined;
  });
  const pointThisYear = either(thisYear, startOfUnit, mapTo(today, resolve));
  const end = either(anyDate, today);
  return either<TimeRange>(
    within(say("in|during|of"), mapTo(longDate, resolve)),
    within(say("on"), mapTo(dayDate, resolve)),
    mapTo(within(say("since"), point), ({ from }) => ({ from })),
    mapTo(within(say("before"), pointThisYear), ({ from }) => ({ to: from })),
    mapTo(within(say("after"), thisYear), ({ to }) => ({ from: to })),
    mapTo(inOrder(say("between"), end, say("and"), end), ([, first, , last]) => joinDates(first, last, now)),
    mapTo(inOrder(say("from"), end, say("to|until|till|through"), end), ([, first, , last]) =>
      joinDates(first, last, now),
    ),
  );
}

/** From the beginning of one date to the end of another. A year that is said with one of them is meant for both. */
function joinDates(first: SaidDate, last: SaidDate, now: number): Span | undefined {
  const end = resolveDate({ year: first.year, ...withoutUndefined(last) }, now);
  const start = end && resolveDate({ year: last.year, ...withoutUndefined(first) }, end.from);
  if (!start || !end || start.from > end.from) return undefined;
  // In April, "between March and May" may end in this May or in the last one.
  const isOpen = first.year === undefined && last.year === undefined && (resolveDate(first, now)?.from ?? 0) > end.from;
  return isOpen ? undefined : { from: start.from, to: end.to };
}

const withoutUndefined = (said: SaidDate): SaidDate => JSON.parse(JSON.stringify(said));

/** A range of time that ends or begins in the past. @param now epoch milliseconds */
export const readTimeRange = (now: number): Grammar<TimeRange> =>
  either<TimeRange>(readRolling(now), readCalendar(now), readDated(now));
