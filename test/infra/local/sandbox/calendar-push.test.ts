import { beforeEach, expect, test } from "vitest";
import { callGoogle, connectGoogle } from "./google-account.ts";
import { type Body, useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const google = useProvider("google");
const receiver = useReceiver(google);
const events = "/calendar/v3/calendars/primary/events";
const start = { dateTime: "2026-12-01T09:00:00Z" };
const end = { dateTime: "2026-12-01T10:00:00Z" };
let token = "";

beforeEach(async () => {
  token = await connectGoogle(google, "calendar");
});

const call = (method: string, path: string, body?: Body) => callGoogle(google, token, method, path, body);
const watch = (more: Body = {}) =>
  call("POST", `${events}/watch`, {
    id: "channel-0001",
    type: "web_hook",
    address: `${receiver.origin()}/api/v1/webhooks/calendar/push`,
    token: "a-channel-tokenA",
    ...more,
  });

const goog = (name: string) => receiver.received().map(({ headers }) => headers[`x-goog-${name}`]);

test("opens a channel for seven days and sends a sync message", async () => {
  await google.behave({ events: true });
  const { body } = await watch();
  expect(body).toMatchObject({ kind: "api#channel", id: "channel-0001", resourceId: expect.any(String) });
  expect(Math.abs(Number(body.expiration) - Date.now() - 604_800_000)).toBeLessThan(10_000);
  const [sync] = await receiver.waitForRequests(1);
  expect(sync?.body).toHaveLength(0);
  expect(sync?.headers).toMatchObject({
    "x-goog-channel-id": "channel-0001",
    "x-goog-channel-token": "a-channel-tokenA",
    "x-goog-resource-state": "sync",
    "x-goog-message-number": "1",
    "x-goog-resource-id": body.resourceId,
    "x-goog-channel-expiration": new Date(Number(body.expiration)).toUTCString(),
  });
});

test("notifies a channel of each change, with increasing message numbers", async () => {
  await google.behave({ events: true });
  await watch();
  await receiver.waitForRequests(1);
  const { id } = (await call("POST", events, { summary: "Planning", start, end })).body;
  await receiver.waitForRequests(2);
  await call("PATCH", `${events}/${id}`, { summary: "Planning again" });
  await receiver.waitForRequests(3);
  await call("DELETE", `${events}/${id}`);
  await receiver.waitForRequests(4);
  expect(goog("resource-state")).toEqual(["sync", "exists", "exists", "exists"]);
  const numbers = goog("message-number").map(Number);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

test("sends nothing while events are off", async () => {
  await watch();
  await call("POST", events, { start, end });
  expect((await google.control("GET", "deliveries")).body).toEqual([]);
});

test("delivers a pushed change to the channels of that person", async () => {
  await watch();
  await receiver.push({ event: "event", subject: "Planning" });
  await receiver.push({ event: "event", subject: "Planning", to: "ben@example.com" });
  expect(goog("channel-id")).toEqual(["channel-0001"]);
  expect((await call("GET", `${events}?q=planning`)).body.items).toHaveLength(2);
});

test.each([500, 502, 503, 504])("tries again after %i", async (status) => {
  await watch();
  receiver.setAnswer((count) => ({ status: count === 1 ? status : 200 }));
  expect(await receiver.push({ event: "exists" })).toMatchObject([{ outcome: "accepted" }]);
  expect(receiver.received()).toHaveLength(2);
});

test.each([400, 401, 404, 429, 501])("does not try again after %i", async (status) => {
  await watch();
  receiver.setAnswer(() => ({ status }));
  expect(await receiver.push({ event: "exists" })).toMatchObject([{ outcome: "given up" }]);
  expect(receiver.received()).toHaveLength(1);
});

test("sends nothing after the channel has expired", async () => {
  await google.behave({ channelLifetime: 0.02 });
  await watch();
  await expect.poll(() => receiver.push({ event: "exists" })).toEqual([]);
});

test("sends nothing after the owner, and nobody else, has stopped the channel", async () => {
  const { resourceId } = (await watch()).body;
  const stop = { id: "channel-0001", resourceId };
  const ben = await connectGoogle(google, "calendar", "ben@example.com");
  expect((await callGoogle(google, ben, "POST", "/calendar/v3/channels/stop", stop)).status).toBe(404);
  expect((await call("POST", "/calendar/v3/channels/stop", stop)).status).toBe(204);
  expect((await call("POST", "/calendar/v3/channels/stop", stop)).status).toBe(404);
  expect(await receiver.push({ event: "exists" })).toEqual([]);
});

test.each([
  ["the same id twice", {}],
  ["a token of more than 256 characters", { id: "channel-0002", token: "x".repeat(257) }],
  ["an id of more than 64 characters", { id: "x".repeat(65) }],
  ["another type", { id: "channel-0002", type: "email" }],
])("refuses a channel with %s", async (_, wrong) => {
  await watch();
  expect((await watch(wrong)).status).toBe(400);
});

test.each([
  ["token", "channel-token"],
  ["missing", "channel-token"],
  ["channel", "channel-id"],
  ["resource", "resource-id"],
])("forges the %s", async (forge, header) => {
  await watch();
  await receiver.push({ event: "exists" });
  await receiver.push({ event: "exists", forge });
  const [genuine, forged] = goog(header);
  expect(forged).not.toBe(genuine);
});

test("notifies the channels of the calendar that changed, everybody's, and no others", async () => {
  const team = "team.example@group.calendar.google.com";
  const path = (id: string) => `/calendar/v3/calendars/${encodeURIComponent(id)}/events/watch`;
  const open = (id: string, calendar: string) =>
    call("POST", path(calendar), {
      id,
      type: "web_hook",
      address: `${receiver.origin()}/api/v1/webhooks/calendar/push`,
    });
  await open("channel-main", "primary");
  await open("channel-team", team);
  await receiver.push({
    event: "event",
    to: "ben@example.com",
    calendar: team,
    subject: "All hands",
    uid: "x@y.example",
  });
  expect(goog("channel-id")).toEqual(["channel-team"]);
  await receiver.push({ event: "exists" });
  expect(goog("channel-id")).toEqual(["channel-team", "channel-main"]);
  expect((await open("channel-holidays", "en.example#holiday@group.v.calendar.google.com")).status).toBe(400);
  expect((await google.control("POST", "push", { event: "exists", calendar: "nobody@example.com" })).status).toBe(400);
});
