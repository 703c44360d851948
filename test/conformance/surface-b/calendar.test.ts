// The assistant's calendar page: list, create, read, change, delete.
import { beforeAll, expect, test } from "vitest";
import { type AssistantPerson, connect, createAssistantPerson } from "../support/assistant.ts";
import { readFailure } from "../support/old-client.ts";

const base = "/api/v2/calendar";

let ada: AssistantPerson;
let ben: AssistantPerson;
beforeAll(async () => {
  [ada, ben] = [await createAssistantPerson(), await createAssistantPerson()];
  await connect(ada, "calendar", { account: "ada@example.com" });
  await connect(ben, "calendar", { account: "ben@example.com" });
});

const times = () => {
  const start = new Date(Date.now() + 5 * 86_400_000);
  const end = new Date(start.getTime() + 3_600_000);
  return { start: { dateTime: start.toISOString() }, end: { dateTime: end.toISOString() } };
};

test("status says connected, and whose calendar", async () => {
  expect(await ada.get(`${base}/status`)).toMatchObject({ connected: true, email: "ada@example.com" });
});

test("the page lists calendars, and the events of the first", async () => {
  const { calendars } = await ada.get<{ calendars: { id: string }[] }>(`${base}/calendars`);
  expect(calendars.map(({ id }) => id)).toContain("ada@example.com");
  const { events } = await ada.get<{ events: { summary: string }[] }>(`${base}/events?maxResults=10`);
  expect(events.map(({ summary }) => summary)).toEqual(expect.arrayContaining(["Standup", "Quarterly planning"]));
});

test("an event is created, read bare, changed and deleted", async () => {
  const { status, json } = await ada.browser.post(`${base}/events`, { summary: "Offer", ...times() });
  expect(status).toBe(201);
  const created = json as { id: string; summary: string; event: object };
  expect(created).toMatchObject({ summary: "Offer", event: { id: created.id } });
  const path = `${base}/events/${created.id}`;
  expect(await ada.get(path)).toMatchObject({
    id: created.id,
    summary: "Offer",
    start: expect.anything(),
    event: { id: created.id },
  });
  expect(await ada.patch(path, { summary: "Offer, signed" })).toMatchObject({
    id: created.id,
    summary: "Offer, signed",
  });
  const deleted = await ada.browser.delete(path);
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  const { events } = await ada.get<{ events: { id: string }[] }>(`${base}/events`);
  expect(events.map(({ id }) => id)).not.toContain(created.id);
});

test("another person's calendar and events are not read or changed", async () => {
  const theirs = `calendarId=${encodeURIComponent("ada@example.com")}`;
  const calls = [
    ben.get(`${base}/events?${theirs}`),
    ben.post(`${base}/events?${theirs}`, { summary: "x", ...times() }),
    ben.get(`${base}/events/evt_ada_standup`),
    ben.get(`${base}/events/evt_ada_standup?${theirs}`),
    ben.patch(`${base}/events/evt_ada_standup?${theirs}`, { summary: "x" }),
  ];
  const statuses = (await Promise.all(calls.map(readFailure))).map((shown) => shown?.status);
  expect(statuses.map((status) => status === 403 || status === 404)).toEqual(calls.map(() => true));
  // What is not there counts as deleted.
  await ben.delete(`${base}/events/evt_ada_standup?${theirs}`);
  expect(await ada.get(`${base}/events/evt_ada_standup`)).toMatchObject({ summary: "Standup" });
});
