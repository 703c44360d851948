import { beforeEach, expect, test } from "vitest";
import { callGoogle, connectGoogle } from "./google-account.ts";
import { type Body, useProvider } from "./provider.ts";

const google = useProvider("google");
const events = "/calendar/v3/calendars/primary/events";
/** A day without seeded events, which are within weeks of today. */
const day = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);
const start = { dateTime: `${day}T09:00:00Z` };
const end = { dateTime: `${day}T10:00:00Z` };
let token = "";

beforeEach(async () => {
  token = await connectGoogle(google, "calendar.events");
});

const call = (method: string, path: string, body?: Body) => callGoogle(google, token, method, path, body);
const sync = async (): Promise<string> => (await call("GET", events)).body.nextSyncToken;
const since = (syncToken: string, more = "") => call("GET", `${events}?syncToken=${syncToken}${more}`);

test("lists changes since the token, with deleted events as cancelled", async () => {
  const then = await sync();
  const { id } = (await call("POST", events, { summary: "New", start, end })).body;
  await call("PATCH", `${events}/evt_ada_standup`, { summary: "Standup, later" });
  await call("DELETE", `${events}/evt_ada_planning`);
  const { body } = await since(then);
  expect(body.items).toMatchObject([
    { id, summary: "New" },
    { id: "evt_ada_standup", summary: "Standup, later" },
    { id: "evt_ada_planning", status: "cancelled" },
  ]);
  expect((await since(body.nextSyncToken)).body.items).toEqual([]);
});

test("gives the sync token on the last page only, as of the first page", async () => {
  const first = (await call("GET", `${events}?maxResults=1`)).body;
  expect(first).not.toHaveProperty("nextSyncToken");
  await call("POST", events, { summary: "Meanwhile", start: { dateTime: "2020-01-01T09:00:00Z" }, end });
  const last = (await call("GET", `${events}?maxResults=9&pageToken=${first.nextPageToken}`)).body;
  expect((await since(last.nextSyncToken)).body.items).toMatchObject([{ summary: "Meanwhile" }]);
});

test("pages through the changes", async () => {
  const then = await sync();
  for (const summary of ["One", "Two"]) await call("POST", events, { summary, start, end });
  const first = (await since(then, "&maxResults=1")).body;
  const second = (await since(then, `&maxResults=1&pageToken=${first.nextPageToken}`)).body;
  expect([...first.items, ...second.items].map(({ summary }) => summary)).toEqual(["One", "Two"]);
});

test("asks for a full sync when told to expire tokens, and for an unknown token", async () => {
  const then = await sync();
  await google.control("POST", "forget-sync-tokens");
  const gone = { status: 410, body: { error: { errors: [{ reason: "fullSyncRequired" }] } } };
  expect(await since(then)).toMatchObject(gone);
  expect(await since("guess")).toMatchObject(gone);
  expect((await since(await sync())).status).toBe(200);
});

test.each(["timeMin=2026-01-01T00:00:00Z", "q=x", "orderBy=updated"])("refuses a sync token with %s", async (more) => {
  expect((await since(await sync(), `&${more}`)).status).toBe(400);
});

test("replaces all of an event with PUT, and only what is given with PATCH", async () => {
  const { id } = (await call("POST", events, { summary: "Old", location: "Room 1", start, end })).body;
  const patched = (await call("PATCH", `${events}/${id}`, { summary: "New" })).body;
  expect(patched).toMatchObject({ id, summary: "New", location: "Room 1" });
  const put = (await call("PUT", `${events}/${id}`, { summary: "Newer", start, end })).body;
  expect(put).toMatchObject({ id, summary: "Newer" });
  expect(put).not.toHaveProperty("location");
});

test("accepts an id once", async () => {
  const event = { id: "abc123", summary: "Once", start, end };
  expect((await call("POST", events, event)).status).toBe(200);
  expect((await call("POST", events, event)).status).toBe(409);
});

test("reports that an event is already deleted", async () => {
  await call("DELETE", `${events}/evt_ada_standup`);
  expect(await call("DELETE", `${events}/evt_ada_standup`)).toMatchObject({ status: 410 });
});

test("lists events of the requested time range only", async () => {
  await call("POST", events, { summary: "Within", start, end });
  const { body } = await call("GET", `${events}?timeMin=${day}T09:30:00Z&timeMax=${day}T23:00:00Z`);
  expect(body.items).toMatchObject([{ summary: "Within" }]);
});

test("accepts the owner's address as the primary calendar, and no other address", async () => {
  expect((await call("GET", events.replace("primary", "ada%40example.com"))).status).toBe(200);
  expect((await call("GET", events.replace("primary", "ben%40example.com"))).status).toBe(404);
});

test("refuses a write with a read-only scope", async () => {
  token = await connectGoogle(google, "calendar.readonly");
  expect((await call("POST", events, { start, end })).status).toBe(403);
});
