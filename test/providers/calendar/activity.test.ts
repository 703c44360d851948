import { expect, test } from "vitest";
import { toEventActivity } from "../../../lib/providers/calendar/activity.ts";
import type { ChangedEvent } from "../../../lib/providers/calendar/api/event-changes.ts";
import { formatEventTime } from "../../../lib/providers/calendar/event-time.ts";
import { aConnection } from "../../support/a-connection.ts";
import { fc } from "../../support/properties.ts";

const connection = aConnection({ provider: "calendar", accountName: "Ada Example" });
const toActivity = (event: Partial<ChangedEvent>) =>
  toEventActivity({ id: "evt-1", ...event }, { summary: "Ada", timeZone: "Europe/Berlin" }, connection, 1);

const times = { created: "2026-03-01T08:00:00.100Z", updated: "2026-03-01T08:00:00.900Z" };

test("a new event is reported as created", () => {
  const told = toActivity({ ...times, summary: "Standup", etag: '"1"' });
  expect(told).toMatchObject({
    key: "event#evt-1#2026-03-01T08:00:00.900Z",
    kind: "event",
    category: "event",
    title: "Standup",
    at: new Date("2026-03-01T08:00:00.900Z"),
  });
  expect(told.text).toMatch(/^Created/);
});

test("an event changed later is reported as updated, with its own source id", () => {
  const told = toActivity({ ...times, updated: "2026-03-02T08:00:00Z", summary: "Standup" });
  expect(told.text).toMatch(/^Updated/);
  expect(told.key).toBe("event#evt-1#2026-03-02T08:00:00Z");
});

test("a cancelled event is reported as deleted, without action items", () => {
  const told = toActivity({ ...times, status: "cancelled", description: "Please bring the slides" });
  expect(told.text).toBe("Deleted");
});

test("a deleted event with nothing but an id is reported too", () => {
  const told = toActivity({ status: "cancelled", etag: '"7"' });
  expect(told).toMatchObject({ key: 'event#evt-1#"7"', title: "(no title)", text: "Deleted", at: new Date(1000) });
});

test("an event without a title has one for the feed", () => {
  expect(toActivity({ summary: "  " }).title).toBe("(no title)");
});

test("keeps the lines of a description that is plain text", () => {
  const told = toActivity({ ...times, description: "Agenda:\n- the plan\n- caf&eacute; &amp; cake" });
  expect(told.text.split("\n").slice(-3)).toEqual(["Agenda:", "- the plan", "- café & cake"]);
});

test("says when and where it is, who organises it and what its owner has answered", () => {
  const told = toActivity({
    ...times,
    start: { dateTime: "2026-03-09T10:00:00+01:00" },
    end: { dateTime: "2026-03-09T11:00:00+01:00" },
    location: "Room 1",
    organizer: { email: "cleo@example.com", displayName: "Cleo" },
    attendees: [
      { email: "ada@example.com", self: true, responseStatus: "needsAction" },
      { email: "ben@example.com" },
      { email: "room-1@resource.example.com", resource: true },
    ],
    description: "<p>Please <b>bring</b> the slides.</p>",
  });
  expect(told.text.split("\n")).toEqual([
    "Created · Mon, 9 Mar 2026, 10:00–11:00 (Europe/Berlin)",
    "At Room 1",
    "Organised by Cleo",
    "You have not answered",
    "2 guests",
    "Please bring the slides.",
  ]);
  expect(told.people).toEqual([{ email: "ada@example.com" }, { email: "ben@example.com" }]);
  expect(told.author).toEqual({ name: "Cleo", email: "cleo@example.com" });
  expect(told.mentionsOwner).toBe(true);
});

test("does not mention an owner in an event of their own", () => {
  const attendees = [{ email: "ada@example.com", self: true }];
  expect(toActivity({ organizer: { self: true }, attendees }).mentionsOwner).toBe(false);
  expect(toActivity({ organizer: { email: "cleo@example.com" } }).mentionsOwner).toBe(false);
});

test.each([
  ["https://calendar.google.com/event?eid=1", "https://calendar.google.com/event?eid=1"],
  ["javascript:alert(1)", "https://calendar.google.com/calendar/"],
  [undefined, "https://calendar.google.com/calendar/"],
])("links %s to %s", (htmlLink, url) => {
  expect(toActivity({ htmlLink }).source).toEqual({ url, id: "evt-1" });
});

test.each([
  [
    "in the event's own zone",
    { start: { dateTime: "2026-07-01T09:00:00Z", timeZone: "America/New_York" } },
    "Wed, 1 Jul 2026, 05:00 (America/New_York)",
  ],
  ["in the calendar's zone", { start: { dateTime: "2026-07-01T09:00:00Z" } }, "Wed, 1 Jul 2026, 11:00 (Europe/Berlin)"],
  [
    "across midnight",
    { start: { dateTime: "2026-07-01T20:00:00Z" }, end: { dateTime: "2026-07-01T23:00:00Z" } },
    "Wed, 1 Jul 2026, 22:00 – Thu, 2 Jul 2026, 01:00 (Europe/Berlin)",
  ],
  [
    "in a zone nobody knows",
    { start: { dateTime: "2026-07-01T09:00:00Z", timeZone: "Mars/Olympus" } },
    "Wed, 1 Jul 2026, 11:00 (Europe/Berlin)",
  ],
  ["for a day", { start: { date: "2026-07-01" }, end: { date: "2026-07-02" } }, "Wed, 1 Jul 2026 (all day)"],
  [
    "for days",
    { start: { date: "2026-07-01" }, end: { date: "2026-07-04" } },
    "Wed, 1 Jul 2026 – Fri, 3 Jul 2026 (all day)",
  ],
  ["for a day without an end", { start: { date: "2026-07-01" } }, "Wed, 1 Jul 2026 (all day)"],
  ["at no time", {}, undefined],
  ["at no readable time", { start: { dateTime: "soon" } }, undefined],
])("says when something is %s", (_, span, text) => {
  expect(formatEventTime(span, "Europe/Berlin")).toBe(text);
});

test("never throws, whatever an event holds", () => {
  const text = fc.option(fc.oneof(fc.string(), fc.constant("2026-02-30T99:00:00Z"), fc.constant("9999-12-31")), {
    nil: undefined,
  });
  const moment = fc.option(fc.record({ date: text, dateTime: text, timeZone: text }), { nil: undefined });
  const event = fc.record({
    status: text,
    summary: text,
    description: text,
    created: text,
    updated: text,
    htmlLink: text,
    start: moment,
    end: moment,
  });
  fc.assert(fc.property(event, (fields) => void toActivity(fields)));
});

test("on somebody else's calendar, `self` is not the account's owner", () => {
  const shared = { summary: "Ben", timeZone: "UTC", other: { id: "ben@example.com", name: "ben" } };
  const owner = aConnection({ provider: "calendar", accountName: "Ada Example", username: "ada@example.com" });
  const tell = (event: Partial<ChangedEvent>) => toEventActivity({ id: "evt-1", ...event }, shared, owner, 1);
  const organizer = { email: "ben@example.com", self: true };
  const told = tell({ ...times, organizer, attendees: [{ ...organizer, responseStatus: "accepted" }] });
  expect(told).toMatchObject({ mentionsOwner: false, key: `event#ben#evt-1#${times.updated}` });
  expect(told.source).toMatchObject({ id: "evt-1", calendarId: "ben@example.com" });
  expect(told.text).toBe("Created\nIn the calendar “Ben”\nOrganised by ben@example.com");
  const invited = tell({
    ...times,
    organizer,
    attendees: [{ email: "Ada@Example.com", responseStatus: "needsAction" }],
  });
  expect(invited.mentionsOwner).toBe(true);
  expect(invited.text).toContain("You have not answered");
});
