import { expect, test } from "vitest";
import type { ChangedEvent } from "../../../lib/providers/calendar/api/event-changes.ts";
import { summarizeCopy } from "../../../lib/providers/calendar/event-copies.ts";

const event: ChangedEvent = {
  id: "evt1",
  iCalUID: "evt1@google.com",
  status: "confirmed",
  summary: "All hands",
  start: { dateTime: "2030-03-04T09:00:00Z", timeZone: "UTC" },
  end: { dateTime: "2030-03-04T10:00:00Z" },
  attendees: [
    { email: "ada@example.com", self: true },
    { email: "ben@example.com", responseStatus: "accepted" },
  ],
};
const summarize = (change: Partial<ChangedEvent> = {}) => summarizeCopy({ ...event, ...change });

test.each<[string, Partial<ChangedEvent>]>([
  ["under another id", { id: "other" }],
  ["in another time zone", { start: { dateTime: "2030-03-04T10:00:00+01:00", timeZone: "Europe/Berlin" } }],
  [
    "whose owner is another guest",
    { attendees: [{ email: "Ben@example.com", responseStatus: "accepted", self: true }, { email: "ada@example.com" }] },
  ],
  ["changed at another moment", { updated: "2030-01-01T00:00:00Z", etag: '"2"' }],
])("a copy %s says the same", (_, change) => {
  expect(summarize(change)).toEqual(summarize());
});

test.each<[string, Partial<ChangedEvent>]>([
  ["title", { summary: "Some hands" }],
  ["time", { start: { dateTime: "2030-03-04T09:30:00Z" } }],
  ["day", { start: { date: "2030-03-04" } }],
  ["answer of a guest", { attendees: [{ email: "ada@example.com" }, { email: "ben@example.com" }] }],
  ["end, being cancelled", { status: "cancelled" }],
])("a copy with another %s says something else", (_, change) => {
  expect(summarize(change)?.id).toBe(summarize()?.id);
  expect(summarize(change)?.content).not.toBe(summarize()?.content);
});

test("occurrences of a series are not copies of each other", () => {
  const at = (dateTime: string) => summarize({ recurringEventId: "evt1", originalStartTime: { dateTime } })?.id;
  expect(at("2030-03-04T09:00:00Z")).toBe(at("2030-03-04T10:00:00+01:00"));
  expect(at("2030-03-05T09:00:00Z")).not.toBe(at("2030-03-04T09:00:00Z"));
});

test("an event that does not say what it is a copy of is none", () => {
  expect(summarizeCopy({ id: "evt1", status: "cancelled" })).toBeUndefined();
});
