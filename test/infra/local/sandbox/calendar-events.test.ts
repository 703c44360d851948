import { beforeEach, describe, expect, test } from "vitest";
import { callGoogle, connectGoogle } from "./google-account.ts";
import { type Body, useProvider } from "./provider.ts";

const google = useProvider("google");
const events = "/calendar/v3/calendars/primary/events";
const holidays = "/calendar/v3/calendars/en.example%23holiday%40group.v.calendar.google.com/events";
const list = "/calendar/v3/users/me/calendarList";
/** Years before the seeded events, which are around today. */
const start = { dateTime: "2020-12-01T09:00:00Z" };
const end = { dateTime: "2020-12-01T10:00:00Z" };
let token = "";

beforeEach(async () => {
  token = await connectGoogle(google, "calendar");
});

const call = (method: string, path: string, body?: Body) => callGoogle(google, token, method, path, body);
const refusal = (status: number, reason: string) => ({ status, body: { error: { errors: [{ reason }] } } });

test("lists a person's calendars, page by page", async () => {
  const first = (await call("GET", `${list}?maxResults=1`)).body;
  const second = (await call("GET", `${list}?maxResults=3&pageToken=${first.nextPageToken}`)).body;
  expect([...first.items, ...second.items]).toMatchObject([
    { id: "ada@example.com", primary: true, accessRole: "owner" },
    { id: "ada.projects@group.calendar.google.com", accessRole: "owner" },
    { id: "en.example#holiday@group.v.calendar.google.com", accessRole: "reader" },
    { id: "team.example@group.calendar.google.com", accessRole: "reader" },
  ]);
  expect(second).not.toHaveProperty("nextPageToken");
  expect(await call("GET", `${list}?pageToken=guess`)).toMatchObject(refusal(400, "invalid"));
});

test("shows the list only to tokens with the scope", async () => {
  token = await connectGoogle(google, "calendar.events");
  expect(await call("GET", list)).toMatchObject(refusal(403, "insufficientPermissions"));
});

test("shows the events of a shared calendar to everybody who has it, and lets its owner alone write", async () => {
  const team = "/calendar/v3/calendars/team.example%40group.calendar.google.com/events";
  expect(await call("POST", team, { start, end })).toMatchObject(refusal(403, "requiredAccessLevel"));
  const ben = await connectGoogle(google, "calendar", "ben@example.com");
  const { id } = (await callGoogle(google, ben, "POST", team, { summary: "All hands", start, end })).body;
  expect((await call("GET", `${team}/${id}`)).body).toMatchObject({ summary: "All hands" });
  expect((await call("GET", `${team}?q=all+hands`)).body).toMatchObject({ summary: "Team", items: [{ id }] });
});

test("refuses to write into a holiday calendar", async () => {
  expect((await call("GET", holidays)).body.items).toHaveLength(2);
  expect(await call("POST", holidays, { start, end })).toMatchObject(refusal(403, "requiredAccessLevel"));
});

test.each([
  ["an end before its start", { start: end, end: start }, "timeRangeEmpty"],
  ["no end", { start }, "required"],
  ["a day and a time", { start: { date: "2020-12-01" }, end }, "invalid"],
  ["both a day and a time", { start: { ...start, date: "2020-12-01" }, end }, "invalid"],
  ["a rule without a zone", { start, end, recurrence: ["RRULE:FREQ=DAILY"] }, "required"],
  ["an id with a z", { id: "zebra12345", start, end }, "invalid"],
])("refuses an event with %s", async (_, event, reason) => {
  expect(await call("POST", events, event)).toMatchObject(refusal(400, reason));
});

describe("a write with If-Match", () => {
  async function writeIfMatch(method: string, etag: string) {
    const { body } = await call("POST", events, { summary: "Old", start, end });
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "if-match": etag || body.etag,
    };
    const sent = method === "PATCH" ? { body: JSON.stringify({ summary: "New" }) } : {};
    return (await fetch(google.url(`${events}/${body.id}`), { method, headers, ...sent })).status;
  }

  test.each([
    ["PATCH", "", 200],
    ["PATCH", '"1"', 412],
    ["PATCH", "*", 200],
    ["DELETE", "", 204],
    ["DELETE", '"1"', 412],
  ])("answers %s with %j with %i", async (method, etag, status) => {
    expect(await writeIfMatch(method, etag)).toBe(status);
  });
});

test("changes an all-day event into one with times, and back", async () => {
  const day = { start: { date: "2020-12-01" }, end: { date: "2020-12-02" } };
  const { id } = (await call("POST", events, { ...day, location: "Here" })).body;
  const timed = { start: { ...start, date: null }, end: { ...end, date: null }, location: null };
  const { body } = await call("PATCH", `${events}/${id}`, timed);
  expect(body).toMatchObject({ start, end });
  expect(body.start).not.toHaveProperty("date");
  expect(body).not.toHaveProperty("location");
  expect(await call("PATCH", `${events}/${id}`, day)).toMatchObject(refusal(400, "invalid"));
});

test("adds a conference to an event, and removes it", async () => {
  const conferenceData = { createRequest: { requestId: "r1", conferenceSolutionKey: { type: "hangoutsMeet" } } };
  const { body } = await call("POST", `${events}?conferenceDataVersion=1`, { start, end, conferenceData });
  expect(body).toMatchObject({ conferenceData: { entryPoints: [{ entryPointType: "video", uri: body.hangoutLink }] } });
  const closed = await call("PATCH", `${events}/${body.id}?conferenceDataVersion=1`, { conferenceData: null });
  expect(closed.body).not.toHaveProperty("conferenceData");
});

const berlin = (clock: string) => ({ dateTime: clock, timeZone: "Europe/Berlin" });
const single = `${events}?singleEvents=true&orderBy=startTime&timeMin=2020-10-01T00:00:00Z&timeMax=2020-11-10T00:00:00Z`;

test.each([
  ["RRULE:FREQ=DAILY;COUNT=3", ["2020-10-24T09:00:00+02:00", "2020-10-25T09:00:00+01:00", "2020-10-26T09:00:00+01:00"]],
  ["RRULE:FREQ=WEEKLY;UNTIL=20201101", ["2020-10-24T09:00:00+02:00", "2020-10-31T09:00:00+01:00"]],
  ["RRULE:FREQ=WEEKLY;BYDAY=MO,SA;COUNT=2", ["2020-10-24T09:00:00+02:00", "2020-10-26T09:00:00+01:00"]],
  ["RRULE:FREQ=DAILY;INTERVAL=10;COUNT=2", ["2020-10-24T09:00:00+02:00", "2020-11-03T09:00:00+01:00"]],
])("keeps the local time of %s when summer time ends", async (rule, expected) => {
  const times = { start: berlin("2020-10-24T09:00:00"), end: berlin("2020-10-24T10:00:00") };
  const { id } = (await call("POST", events, { ...times, recurrence: [rule] })).body;
  const { items } = (await call("GET", single)).body;
  expect(items.map((event: { start: { dateTime: string } }) => event.start.dateTime)).toEqual(expected);
  expect(items[0]).toMatchObject({ id: `${id}_20201024T070000Z`, recurringEventId: id });
  expect(items[0]).not.toHaveProperty("recurrence");
  expect((await call("GET", `${events}?timeMin=2020-10-01T00:00:00Z`)).body.items).toContainEqual(
    expect.objectContaining({ id, recurrence: [rule] }),
  );
});

test("changes and deletes one instance of a series", async () => {
  const times = { start: berlin("2020-10-01T09:00:00"), end: berlin("2020-10-01T10:00:00") };
  await call("POST", events, { summary: "Daily", ...times, recurrence: ["RRULE:FREQ=DAILY;COUNT=3"] });
  const [first, second] = (await call("GET", single)).body.items;
  await call("PATCH", `${events}/${first.id}`, { summary: "Special" });
  await call("DELETE", `${events}/${second.id}`);
  const { items } = (await call("GET", single)).body;
  expect(items.map(({ summary }: { summary: string }) => summary)).toEqual(["Special", "Daily"]);
  expect((await call("GET", `${events}/${second.id}`)).body).toMatchObject({ status: "cancelled" });
});

test("writes times in the local time of a zone", async () => {
  await call("POST", events, { start, end });
  const { items } = (await call("GET", `${events}?timeZone=America/New_York&timeMin=2020-12-01T00:00:00Z`)).body;
  expect(items[0].start.dateTime).toBe("2020-12-01T04:00:00-05:00");
});

test("moves a time in the daylight-saving gap forward by an hour", async () => {
  const times = { start: berlin("2027-03-28T02:30:00"), end: berlin("2027-03-28T04:00:00") };
  expect((await call("POST", events, times)).body.start.dateTime).toBe("2027-03-28T03:30:00+02:00");
});
