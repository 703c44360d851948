import { expect, test } from "vitest";
import type { CalendarEvent } from "../../lib/web/api/calendar-event.ts";
import { formatTimes, groupByDay } from "../../lib/web/panels/calendar/days.ts";

const now = new Date(2026, 10, 23, 9, 30);

function createEvent(id: string, start: CalendarEvent["start"], end: CalendarEvent["end"] = {}): CalendarEvent {
  return { id, title: id, start, end, location: "", url: "", guests: 0 };
}

/** A time in November 2026, in the time zone of the test run. */
const toMoment = (day: number, hour: number, minute = 0) => ({
  dateTime: new Date(2026, 10, day, hour, minute).toISOString(),
});

test("groups by local day, names today and tomorrow, and lists all-day events first", () => {
  const days = groupByDay(
    [
      createEvent("standup", toMoment(23, 10)),
      createEvent("holiday", { date: "2026-11-23" }),
      createEvent("late", toMoment(24, 23, 45)),
      createEvent("far", toMoment(30, 8)),
    ],
    now,
  );
  expect(days.map(({ label, events }) => [label, events.map(({ id }) => id)])).toEqual([
    ["Today, Monday 23 November", ["holiday", "standup"]],
    ["Tomorrow, Tuesday 24 November", ["late"]],
    ["Monday 30 November", ["far"]],
  ]);
});

test("lists events that began earlier and go on under today", () => {
  const days = groupByDay(
    [createEvent("offsite", { date: "2026-11-20" }, { date: "2026-11-26" }), createEvent("party", toMoment(22, 23))],
    now,
  );
  expect(days.map(({ date, events }) => [date, events.length])).toEqual([["2026-11-23", 2]]);
});

test("leaves out events without a valid time", () => {
  expect(groupByDay([createEvent("none", {}), createEvent("odd", { dateTime: "soon" })], now)).toEqual([]);
});

test.each([
  [createEvent("hour", toMoment(23, 10), toMoment(23, 11, 30)), "10:00 – 11:30"],
  [createEvent("night", toMoment(23, 22), toMoment(24, 6)), "22:00 – 24 Nov, 06:00"],
  [createEvent("open end", toMoment(23, 10)), "10:00"],
  [createEvent("one day", { date: "2026-11-23" }, { date: "2026-11-24" }), "All day"],
  [createEvent("three days", { date: "2026-11-23" }, { date: "2026-11-26" }), "All day, until 25 Nov"],
  [createEvent("no end", { date: "2026-11-23" }), "All day"],
])("formats the times of %o", (event, expected) => {
  expect(formatTimes(event)).toBe(expected);
});
