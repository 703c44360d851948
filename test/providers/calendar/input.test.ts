import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { deriveEventId } from "../../../lib/providers/calendar/api/event-id.ts";
import { eventChange, newEvent } from "../../../lib/providers/calendar/api/event-input.ts";
import { calendarId, eventId, eventsPath } from "../../../lib/providers/calendar/api/event-path.ts";
import { toInsertBody, toPatchBody, toQueryString } from "../../../lib/providers/calendar/api/event-resource.ts";
import { readExpectedEtag } from "../../../lib/providers/calendar/api/event-version.ts";
import { eventQuery } from "../../../lib/providers/calendar/api/events.ts";

const start = { dateTime: "2026-12-01T09:00:00Z" };
const end = { dateTime: "2026-12-01T10:00:00Z" };
const base = { summary: "Planning", start, end };
const clock = (time: string, timeZone?: string) => ({ dateTime: `2026-12-01T${time}`, ...(timeZone && { timeZone }) });

/** The first refused field, as endpoints name it; "" for none. */
function wrong(schema: z.ZodType, given: object): string {
  const read = schema.safeParse(given);
  return read.success ? "" : read.error.issues[0]?.path.join(".") || "request";
}

describe("a new event is refused for", () => {
  test.each<[string, object]>([
    ["summary", { summary: "" }],
    ["summary", { summary: undefined }],
    ["summary", { summary: "x".repeat(1025) }],
    ["start", { start: undefined }],
    ["start", { start: {} }],
    ["start", { start: { ...start, date: "2026-12-01" } }],
    ["start.date", { start: { date: "2026-02-30" } }],
    ["start.dateTime", { start: { dateTime: "2026-02-30T09:00:00Z" } }],
    ["start.dateTime", { start: { dateTime: "2026-12-01T09:00Z" } }],
    ["start.dateTime", { start: { dateTime: "tomorrow" } }],
    ["start.timeZone", { start: clock("08:00:00") }],
    ["start.timeZone", { start: clock("08:00:00", "Mars/Olympus") }],
    ["start.timeZone", { start: clock("08:00:00", "+01") }],
    ["start.timeZone", { start: clock("08:00:00", "Europe/Berlin\r\nX: y") }],
    ["timeZone", { timeZone: "Berlin" }],
    ["end", { end: start }],
    ["end", { end: { dateTime: "2026-12-01T09:30:00+01:00" } }],
    ["end", { end: { date: "2026-12-02" } }],
    ["end", { start: { date: "2026-12-01" }, end: { date: "2026-12-01" } }],
    ["end", { start: clock("09:00:00"), end: clock("09:00:00"), timeZone: "Europe/Berlin" }],
    ["start.timeZone", { recurrence: ["RRULE:FREQ=DAILY"] }],
    ["recurrence.0", { recurrence: ["DTSTART:20261201T090000Z"], timeZone: "UTC" }],
    ["recurrence.0", { recurrence: ["RRULE:FREQ=DAILY\r\nRDATE:20261201"], timeZone: "UTC" }],
    ["recurrence.1", { recurrence: ["RRULE:FREQ=DAILY", "FREQ=DAILY"], timeZone: "UTC" }],
    ["recurrence", { recurrence: ["RRULE:COUNT=2"], timeZone: "UTC" }],
    ["attendees.0", { attendees: ["nobody"] }],
    ["attendees.0", { attendees: ["a@example.com\r\nBcc: b@example.com"] }],
    ["attendees.1.email", { attendees: ["a@example.com", { email: "a@" }] }],
    ["attendees.0", { attendees: [{ email: "a@example.com", self: true }] }],
    ["attendees", { attendees: Array.from({ length: 201 }, (_, at) => `a${at}@example.com`) }],
    ["reminders.overrides", { reminders: { useDefault: true, overrides: [{ method: "popup", minutes: 5 }] } }],
    [
      "reminders.overrides.0.minutes",
      { reminders: { useDefault: false, overrides: [{ method: "popup", minutes: -1 }] } },
    ],
    ["visibility", { visibility: "secret" }],
    ["sendUpdates", { sendUpdates: "some" }],
    ["conference", { conference: "yes" }],
  ])("%s of %j", (field, given) => {
    expect(wrong(newEvent, { ...base, ...given })).toBe(field);
  });
});

test.each<[string, object]>([
  ["times with offsets", {}],
  ["whole days", { start: { date: "2026-12-01" }, end: { date: "2026-12-02" } }],
  ["clocks of one zone", { start: clock("09:00:00"), end: clock("10:00:00"), timeZone: "Europe/Berlin" }],
  ["clocks of two zones", { start: clock("09:00:00", "Asia/Tokyo"), end: clock("08:00:00", "Europe/Berlin") }],
  [
    "a clock that summer time skips",
    { start: clock("02:30:00", "Europe/Berlin"), end: clock("02:45:00", "Europe/Berlin") },
  ],
  [
    "a series of whole days",
    { start: { date: "2026-12-01" }, end: { date: "2026-12-02" }, recurrence: ["RRULE:FREQ=YEARLY"] },
  ],
  [
    "a series with exceptions",
    { timeZone: "UTC", recurrence: ["RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "EXDATE;TZID=Europe/Berlin:20261207T090000"] },
  ],
  ["attendees of both forms", { attendees: ["a@example.com", { email: "b@example.com", optional: true }] }],
])("takes an event with %s", (_, given) => {
  expect(wrong(newEvent, { ...base, ...given })).toBe("");
});

test.each([
  ["body", {}],
  ["body", { etag: '"1"', sendUpdates: "all", timeZone: "UTC" }],
  ["etag", { summary: "x", etag: "1" }],
  ["etag", { summary: "x", etag: '"1"\r\nX: y' }],
  ["end", { start, end: start }],
  ["start.timeZone", { start: clock("09:00:00") }],
])("refuses a change for %s of %j", (field, change) => {
  expect(wrong(eventChange, change)).toBe(field);
});

test("a local time is sent to Google as given, with its zone", () => {
  const times = { start: clock("02:30:00"), end: clock("03:30:00", "UTC"), timeZone: "Europe/Berlin" };
  const resource = toInsertBody(newEvent.parse({ ...base, ...times }), "call", undefined);
  expect(resource).toMatchObject({
    start: { dateTime: "2026-12-01T02:30:00", timeZone: "Europe/Berlin" },
    end: { dateTime: "2026-12-01T03:30:00", timeZone: "UTC" },
  });
  expect(resource).not.toHaveProperty("id");
});

test("a change of times removes the earlier kind of time", () => {
  const change = eventChange.parse({ start: { date: "2026-12-01" }, conference: false });
  expect(JSON.parse(JSON.stringify(toPatchBody(change, "call")))).toEqual({
    start: { date: "2026-12-01", dateTime: null, timeZone: null },
    conferenceData: null,
  });
});

test.each([
  [{}, ""],
  [{ sendUpdates: "externalOnly" }, "?sendUpdates=externalOnly"],
  [{ conference: true, sendUpdates: "none" }, "?sendUpdates=none&conferenceDataVersion=1"],
])("writes the parameters of %j", (more, expected) => {
  expect(toQueryString(newEvent.parse({ ...base, ...more }))).toBe(expected);
});

test("an id of a request is one that Google takes, the same for the same request and no other", () => {
  const ids = [["a", "b"], ["a", "b"], ["ab"], ["a", "c"]].map(deriveEventId);
  expect(new Set(ids).size).toBe(3);
  expect(ids[0]).toBe(ids[1]);
  for (const id of ids) expect(id).toMatch(/^[a-v0-9]{32}$/);
});

const attacks = [
  "..",
  ".",
  "a/../b",
  "a/b",
  "a%2fb",
  "a?b",
  "a b",
  "a\\b",
  "",
  "a\r\nb",
  "\0",
  "․․/me",
  "x".repeat(5000),
];

test.each(attacks)("%j is refused as the id of a calendar or an event", (text) => {
  expect([calendarId.safeParse(text).success, eventId.safeParse(text).success]).toEqual([false, false]);
});

test("a calendar's id is escaped in the path", () => {
  const id = calendarId.parse("en.german#holiday@group.v.calendar.google.com");
  expect(eventsPath(id)).toBe("/calendars/en.german%23holiday%40group.v.calendar.google.com/events");
});

test.each([
  ["timeMax", { timeMin: "2026-12-02T00:00:00Z", timeMax: "2026-12-02T00:00:00Z" }],
  ["timeMin", { timeMin: "2026-12-02" }],
  ["timeZone", { timeZone: "Nowhere" }],
  ["maxResults", { maxResults: "2501" }],
  ["limit", { limit: "0" }],
  ["pageToken", { pageToken: "a b" }],
  ["pageToken", { pageToken: "" }],
  ["calendarId", { calendarId: "../x" }],
  ["q", { q: "" }],
  ["account", { account: "../x" }],
])("a list is refused for %s of %j", (field, query) => {
  expect(wrong(eventQuery, query)).toBe(field);
});

test.each([
  [{ "if-match": '"1"' }, undefined, '"1"'],
  [{ "if-match": "*" }, undefined, "*"],
  [{}, '"2"', '"2"'],
  [{ "if-match": '"2"' }, '"2"', '"2"'],
  [{}, undefined, undefined],
])("the version asked for in %j and %j is %j", (headers, given, expected) => {
  expect(readExpectedEtag(headers, given)).toBe(expected);
});

test.each([
  ["1", undefined],
  ['"1", "2"', undefined],
  ['W/"1"', undefined],
  ["", undefined],
  ['"1"', '"2"'],
])("refuses If-Match %j beside %j", (header, given) => {
  expect(() => readExpectedEtag({ "if-match": header }, given)).toThrow(/If-Match/);
});

test("members outside the contract are ignored", () => {
  const more = { organizer: { email: "eve@example.com" }, id: "abc12345", userId: "another" };
  expect(newEvent.parse({ ...base, ...more })).toEqual(newEvent.parse(base));
});

test("an event without a meeting has no meeting fields", () => {
  const resource = toInsertBody(newEvent.parse({ ...base, conference: false }), "call", undefined);
  expect("conferenceData" in resource).toBe(false);
});
