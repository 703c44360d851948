import { expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { toEventActivity } from "../../../lib/providers/calendar/activity.ts";
import { type ChangedEvent, listChangesSince } from "../../../lib/providers/calendar/api/event-changes.ts";
import { createOccurrenceReader } from "../../../lib/providers/calendar/api/series.ts";
import { calendar } from "../../../lib/providers/calendar/definition.ts";
import { aConnection } from "../../support/a-connection.ts";

const series = {
  id: "abc123",
  summary: "Weekly sync",
  recurrence: ["RRULE:FREQ=WEEKLY"],
  start: { dateTime: "2026-09-07T10:00:00+02:00", timeZone: "Europe/Berlin" },
  created: "2026-09-01T08:00:00Z",
  updated: "2026-09-01T08:00:00Z",
  organizer: { email: "cleo@example.com", displayName: "Cleo" },
};
/** All that Google tells of a deleted occurrence. */
const deletedOccurrence = (id = "abc123", day = "14") => ({
  kind: "calendar#event",
  etag: '"3479650419788687"',
  id: `${id}_202612${day}T090000Z`,
  status: "cancelled",
  recurringEventId: id,
  originalStartTime: { dateTime: `2026-12-${day}T10:00:00+01:00`, timeZone: "Europe/Berlin" },
});

/** Lists these changes and completes them. @param seriesAnswer what Google answers for a series */
async function readOccurrences(changes: object[], seriesAnswer: object | number = series) {
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request) => {
    const { pathname } = new URL(String(input));
    if (pathname.endsWith("/events")) return Response.json({ items: changes, nextSyncToken: "new" });
    asked.push(pathname);
    return typeof seriesAnswer === "number"
      ? new Response("{}", { status: seriesAnswer })
      : Response.json(seriesAnswer);
  };
  const access = { provider: calendar, token: "fake-token", fetch };
  const { events } = await listChangesSince(access, "primary", "old");
  const complete = createOccurrenceReader(access, "primary", events);
  return { asked, events: await Promise.all(events.map(complete)) };
}

const connection = aConnection({ provider: "calendar", accountName: "Ada Example" });
const toActivity = (event: ChangedEvent | undefined) =>
  toEventActivity(event ?? { id: "none" }, { summary: "Ada", timeZone: "Europe/Berlin" }, connection, 1);

test("a deleted occurrence is told with its series' title and which one it was", async () => {
  const { events, asked } = await readOccurrences([deletedOccurrence()]);
  expect(toActivity(events[0])).toMatchObject({
    title: "Weekly sync",
    key: 'event#abc123_20261214T090000Z#"3479650419788687"',
    text: "Deleted · Mon, 14 Dec 2026, 10:00 (Europe/Berlin)\nOne occurrence of a series\nOrganised by Cleo",
  });
  expect(asked).toEqual(["/calendar/v3/calendars/primary/events/abc123"]);
});

test("a moved occurrence is told with both times", async () => {
  const moved = {
    ...deletedOccurrence(),
    status: "confirmed",
    summary: "Weekly sync",
    start: { dateTime: "2026-12-15T11:00:00+01:00", timeZone: "Europe/Berlin" },
    end: { dateTime: "2026-12-15T12:00:00+01:00", timeZone: "Europe/Berlin" },
    created: series.created,
    updated: "2026-12-01T08:00:00Z",
  };
  const { events, asked } = await readOccurrences([moved]);
  const { title, text } = toActivity(events[0]);
  expect(title).toBe("Weekly sync");
  expect(text.split("\n")).toEqual([
    "Updated · Tue, 15 Dec 2026, 11:00–12:00 (Europe/Berlin)",
    "One occurrence of a series, moved from Mon, 14 Dec 2026, 10:00 (Europe/Berlin)",
  ]);
  expect(asked).toEqual([]);
});

test("an occurrence that was changed where it is has no other time", async () => {
  const changed = {
    ...deletedOccurrence(),
    status: "confirmed",
    summary: "A",
    start: { dateTime: "2026-12-14T09:00:00Z" },
  };
  const { events } = await readOccurrences([changed]);
  expect(toActivity(events[0]).text.split("\n")[1]).toBe("One occurrence of a series");
});

test("asks once for a series, and not for one that has changed too", async () => {
  const { events, asked } = await readOccurrences([
    series,
    deletedOccurrence("abc123", "14"),
    deletedOccurrence("other", "21"),
    deletedOccurrence("other", "28"),
  ]);
  expect(events.map(({ summary }) => summary)).toEqual(Array.from({ length: 4 }, () => "Weekly sync"));
  expect(asked).toEqual(["/calendar/v3/calendars/primary/events/other"]);
});

test("asks for a bounded number of series", async () => {
  const { events, asked } = await readOccurrences(
    Array.from({ length: 80 }, (_, at) => deletedOccurrence(`series${at}`)),
  );
  expect([events.length, asked.length]).toEqual([80, 50]);
});

test.each([404, 410, 403, 400])(
  "an occurrence of a series that Google answers with %i is told by its time",
  async (status) => {
    const { events } = await readOccurrences([deletedOccurrence()], status);
    expect(toActivity(events[0])).toMatchObject({
      title: "(no title)",
      text: "Deleted · Mon, 14 Dec 2026, 10:00 (Europe/Berlin)\nOne occurrence of a series",
    });
  },
);

test("an outage while a series is read is tried again", async () => {
  const failed = await readOccurrences([deletedOccurrence()], 503).catch(findProviderError);
  expect(failed).toMatchObject({ kind: "transient" });
});
