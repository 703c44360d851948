import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "../../connections/support/account.ts";
import { type Answer, asUser, type Browser } from "../../support/api.ts";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";

const base = "/api/v2/calendar";
const start = { dateTime: "2027-03-28T09:00:00", timeZone: "Europe/Berlin" };
const end = { dateTime: "2027-03-28T10:00:00", timeZone: "Europe/Berlin" };
const event = { summary: "Planning", start, end };
const text = expect.any(String);

let account: Account;
let user: Browser;

beforeAll(async () => {
  await Promise.all([spy.forget(), sandbox("google").reset()]);
  account = await connectAccount("calendar");
  user = account.user;
});
beforeEach(() => getSandbox("calendar").forgetRequests());
afterEach(() => getSandbox("calendar").forgetScripts());

const patch = (path: string, body: object, headers = {}) => user.request(path, { method: "PATCH", body, headers });
const create = (body: object = event, key?: string) =>
  user.post(`${base}/events`, body, key === undefined ? {} : { "idempotency-key": key });
const createAndRead = async (body: object = event) =>
  (await create(body)).json as { event: { id: string; etag: string } };

/** The content of an answer, without its envelope. */
function expectContent({ status, json }: Answer, expected: number): object {
  expect(status).toBe(expected);
  const { success, data, timestamp, ...top } = json as { success: boolean; data: object; timestamp: string };
  expect([success, top]).toEqual([true, data]);
  expect(new Date(timestamp).toISOString()).toBe(timestamp);
  return data;
}

test("the calendars of a person, and which of them may be changed", async () => {
  expect(expectContent(await user.get(`${base}/calendars`), 200)).toEqual({
    calendars: [
      {
        id: "ada@example.com",
        summary: "ada@example.com",
        primary: true,
        accessRole: "owner",
        timeZone: "UTC",
        backgroundColor: "#9fe1e7",
      },
      expect.objectContaining({ id: "ada.projects@group.calendar.google.com", accessRole: "owner" }),
      {
        id: "en.example#holiday@group.v.calendar.google.com",
        summary: "Holidays in Exampleland",
        description: text,
        accessRole: "reader",
        timeZone: "Europe/Berlin",
        backgroundColor: "#16a765",
      },
      expect.objectContaining({ id: "team.example@group.calendar.google.com", accessRole: "reader" }),
    ],
    count: 4,
  });
});

test("an event is made, read, changed, listed and deleted", async () => {
  const wanted = { ...event, attendees: ["ben@example.com"], conference: true, sendUpdates: "none", location: "Here" };
  const answer = expectContent(await create(wanted), 201) as { event: { id: string; etag: string }; accountId: string };
  const { event: first, accountId } = answer;
  // The event's members stand beside it, among them its own status.
  expect(answer).toEqual({ ...first, event: first, accountId });
  expect((await user.get("/api/integrations")).json).toMatchObject({ integrations: [{ accountId }] });
  expect(first).toEqual({
    id: text,
    status: "confirmed",
    summary: "Planning",
    location: "Here",
    htmlLink: text,
    start: { ...start, dateTime: "2027-03-28T09:00:00+02:00" },
    end: { ...end, dateTime: "2027-03-28T10:00:00+02:00" },
    attendees: [{ email: "ben@example.com", responseStatus: "needsAction" }],
    organizer: { email: "ada@example.com", self: true },
    creator: { email: "ada@example.com", self: true },
    hangoutLink: text,
    conferenceData: { conferenceId: text, entryPoints: [{ entryPointType: "video", uri: text, label: text }] },
    created: text,
    updated: text,
    etag: text,
  });
  const path = `${base}/events/${first.id}`;
  expect(expectContent(await user.get(path), 200)).toEqual({ ...first, event: first });
  const changed = expectContent(await patch(path, { summary: "Later", etag: first.etag }), 200) as { event: object };
  expect(changed).toMatchObject({ event: { id: first.id, summary: "Later", location: "Here" } });
  expect(changed).toEqual({ ...changed.event, event: changed.event, accountId });
  const range = "timeMin=2027-03-28T00:00:00Z&timeMax=2027-03-29T00:00:00Z&q=later";
  expect(expectContent(await user.get(`${base}/events?${range}`), 200)).toEqual({ events: [changed.event], count: 1 });
  for (const _ of ["once", "and again"]) expect(await user.delete(path)).toMatchObject({ status: 204, text: "" });
  expect(expectContent(await user.get(path), 200)).toMatchObject({ event: { id: first.id, status: "cancelled" } });
});

test("every event of a series is listed for itself, at its clock's time", async () => {
  const recurrence = ["RRULE:FREQ=DAILY;COUNT=3"];
  const times = {
    start: { ...start, dateTime: "2027-03-27T09:00:00" },
    end: { ...end, dateTime: "2027-03-27T09:30:00" },
  };
  const { event: series } = await createAndRead({ summary: "Daily series", ...times, recurrence });
  const listed = expectContent(await user.get(`${base}/events?q=daily+series&limit=10`), 200);
  const at = (dateTime: string) => ({ recurringEventId: series.id, start: { dateTime } });
  expect(listed).toMatchObject({
    events: [at("2027-03-27T09:00:00+01:00"), at("2027-03-28T09:00:00+02:00"), at("2027-03-29T09:00:00+02:00")],
  });
});

test.each([
  ["calendars", "calendars?limit=1", 4],
  ["events", "events?calendarId=en.example%23holiday%40group.v.calendar.google.com&maxResults=1", 2],
])("%s are paged to the end", async (member, path, count) => {
  const ids: string[] = [];
  let next = "";
  do {
    const page = (await user.get(`${base}/${path}${next && `&pageToken=${next}`}`)).json as Record<string, unknown>;
    ids.push(...(page[member] as { id: string }[]).map(({ id }) => id));
    next = String(page.nextPageToken ?? "");
  } while (next !== "");
  expect(new Set(ids).size).toBe(count);
  expect(ids).toHaveLength(count);
});

test("a change to an older version than there is is a conflict, and changes nothing", async () => {
  const { event: first } = await createAndRead();
  const path = `${base}/events/${first.id}`;
  await patch(path, { summary: "Newer" }, { "if-match": first.etag });
  expect(await patch(path, { summary: "x" }, { "if-match": first.etag })).toMatchObject({
    status: 409,
    json: { code: "conflict" },
  });
  const stale = await user.request(path, { method: "DELETE", headers: { "if-match": first.etag } });
  expect(stale).toMatchObject({ status: 409, json: { code: "conflict" } });
  expect((await user.get(path)).json).toMatchObject({ event: { summary: "Newer" } });
});

describe("under an Idempotency-Key", () => {
  const countPosts = async () =>
    (await getSandbox("calendar").requests()).filter(({ method }) => method === "POST").length;

  test("an event is created once, and the repetition gets the same answer", async () => {
    const first = await create(event, "key-1");
    const second = await create(event, "key-1");
    expect([second.status, second.json]).toEqual([201, first.json]);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await create({ ...event, summary: "Other" }, "key-1")).toMatchObject({ status: 422 });
    expect(await countPosts()).toBe(1);
  });

  test("an event whose answer was lost is found again", async () => {
    await getSandbox("calendar").script({ path: "/calendar/v3/*", method: "POST", workFirst: true, drop: true });
    const answer = await create({ ...event, summary: "Lost and found" }, "key-2");
    expect(answer).toMatchObject({ status: 201, json: { event: { summary: "Lost and found" } } });
    expect((await user.get(`${base}/events?q=lost+and+found`)).json).toMatchObject({ count: 1 });
  });
});

test("without a key, a lost answer means an unknown outcome, and the event is not created again", async () => {
  await getSandbox("calendar").script({ path: "/calendar/v3/*", method: "POST", workFirst: true, drop: true });
  expect(await create({ ...event, summary: "Perhaps" })).toMatchObject({
    status: 409,
    json: { code: "outcome_unknown" },
  });
  expect((await user.get(`${base}/events?q=perhaps`)).json).toMatchObject({ count: 1 });
});

test("a calendar that may only be read is not written to", async () => {
  const calendarId = encodeURIComponent("en.example#holiday@group.v.calendar.google.com");
  const answer = await user.post(`${base}/events?calendarId=${calendarId}`, event);
  expect(answer).toMatchObject({
    status: 403,
    json: { code: "forbidden", detail: expect.stringContaining("calendar") },
  });
});

test("an answer to a write says what is left of the user's limit", async () => {
  expect((await create()).headers.get("ratelimit-limit")).toBe("60");
});

const endpoints: [string, (browser: Browser, query: string) => Promise<Answer>][] = [
  ["GET calendars", (browser, query) => browser.get(`${base}/calendars?${query}`)],
  ["GET events", (browser, query) => browser.get(`${base}/events?${query}`)],
  ["POST events", (browser, query) => browser.post(`${base}/events?${query}`, event)],
  ["GET an event", (browser, query) => browser.get(`${base}/events/evt_1?${query}`)],
  [
    "PATCH an event",
    (browser, query) => browser.request(`${base}/events/evt_1?${query}`, { method: "PATCH", body: { summary: "x" } }),
  ],
  ["DELETE an event", (browser, query) => browser.delete(`${base}/events/evt_1?${query}`)],
];

describe.each(endpoints)("%s", (name, ask) => {
  test("is 404 without a connection, and for somebody else's account", async () => {
    const stranger = await asUser({ sub: crypto.randomUUID(), org: "acme" });
    const { id } = await account.readStored();
    for (const query of ["", `account=${id}`]) {
      expect(await ask(stranger, query)).toMatchObject({ status: 404, json: { code: "not_connected" } });
    }
    expect(await ask(stranger, "account=../x")).toMatchObject({ status: 400, json: { field: "account" } });
    expect(await getSandbox("calendar").requests()).toEqual([]);
  });

  const isWrite = !name.startsWith("GET");
  const open = [409, "outcome_unknown"] as const;
  const large = { repeat: { text: '{"a":1}', times: 900_000 } };
  test.each([
    ["a 403", { status: 403, body: {} }, 403, "insufficient_permissions"],
    ["a 404", { status: 404, body: {} }, name.startsWith("DELETE") ? 204 : 404, "not_found"],
    ["a 429", { status: 429, headers: { "retry-after": "7" }, body: {} }, 429, "rate_limited"],
    ["a 503", { status: 503, body: "<html>" }, ...(isWrite ? open : ([503, "provider_unavailable"] as const))],
    ["too large an answer", { body: large }, ...(isWrite ? open : ([502, "provider_error"] as const))],
  ])("tells %s of Google in our own words", async (_, script, status, code) => {
    await getSandbox("calendar").script({ ...script, path: "/calendar/*", times: 9 });
    const answer = await ask(user, "");
    expect(answer.status).toBe(status);
    if (status !== 204) expect(answer.json).toMatchObject({ success: false, code });
  });
});

test.each([
  ["summary", "POST", "events", { ...event, summary: "" }],
  ["end", "POST", "events", { ...event, end: start }],
  ["start.timeZone", "POST", "events", { ...event, start: { dateTime: start.dateTime } }],
  ["calendarId", "POST", "events?calendarId=..%2Fx", event],
  ["body", "PATCH", "events/evt_1", {}],
  ["If-Match", "PATCH", "events/evt_1", { summary: "x" }],
  ["id", "PATCH", "events/a%20b", { summary: "x" }],
  ["id", "DELETE", "events/a%3Fb", undefined],
  ["sendUpdates", "DELETE", "events/evt_1?sendUpdates=some", undefined],
  ["timeMax", "GET", "events?timeMin=2027-01-02T00:00:00Z&timeMax=2027-01-01T00:00:00Z", undefined],
  ["limit", "GET", "calendars?limit=0", undefined],
])("names %s as what is wrong with %s %s", async (field, method, path, body) => {
  const somebody = await asUser({ sub: crypto.randomUUID(), org: "acme" });
  const headers: Record<string, string> = field === "If-Match" ? { "if-match": "1" } : {};
  const answer = await somebody.request(`${base}/${path}`, { method, body, headers });
  expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
  expect(await getSandbox("calendar").requests()).toEqual([]);
});

test.each(["events?pageToken=guess", "calendars?pageToken=guess"])("%s is no page", async (path) => {
  expect(await user.get(`${base}/${path}`)).toMatchObject({ status: 400, json: { field: "pageToken" } });
});
