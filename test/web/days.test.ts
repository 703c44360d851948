import { expect, test } from "vitest";
import type { CalendarEvent } from "../../lib/web/api/calendar-event.ts";
import { formatTimes, groupByDay } from "../../lib/web/panels/calendar/days.ts";

const now = new Date(2026, 10, 23, 9, 30);

function event(id: string, start: CalendarEvent["start"], end: CalendarEvent["end"] = {}): CalendarEvent {
  return { id, title: id, start, end, location: "", url: "", guests: 0 };
}

/** A moment by the clock of whoever runs the test. */
const at = (day: number, hour: number, minute = 0) => ({
  dateTime: new Date(2026, 10, day, hour, minute).toISOString(),
});

test("groups by local day, names today and tomorrow, and puts what lasts all day in front", () => {
  const days = groupByDay(
    [
      event("standup", at(23, 10)),
      event("holiday", { date: "2026-11-23" }),
      event("late", at(24, 23, 45)),
      event("far", at(30, 8)),
    ],
    now,
  );
  expect(days.map(({ label, events }) => [label, events.map(({ id }) => id)])).toEqual([
    ["Today, Monday 23 November", ["holiday", "standup"]],
    ["Tomorrow, Tuesday 24 November", ["late"]],
    ["Monday 30 November", ["far"]],
  ]);
});

test("puts what began earlier and goes on under today", () => {
  const days = groupByDay(
    [event("offsite", { date: "2026-11-20" }, { date: "2026-11-26" }), event("party", at(22, 23))],
    now,
  );
  expect(days.map(({ date, events }) => [date, events.length])).toEqual([["2026-11-23", 2]]);
});

test("leaves out what has no time that can be read", () => {
  expect(groupByDay([event("none", {}), event("odd", { dateTime: "soon" })], now)).toEqual([]);
});

test.each([
  [event("hour", at(23, 10), at(23, 11, 30)), "10:00 – 11:30"],
  [event("night", at(23, 22), at(24, 6)), "22:00 – 24 Nov, 06:00"],
  [event("open end", at(23, 10)), "10:00"],
  [event("one day", { date: "2026-11-23" }, { date: "2026-11-24" }), "All day"],
  [event("three days", { date: "2026-11-23" }, { date: "2026-11-26" }), "All day, until 25 Nov"],
  [event("no end", { date: "2026-11-23" }), "All day"],
])("tells the times of %o", (one, words) => {
  expect(formatTimes(one)).toBe(words);
});
