import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { findMetrics } from "../../connections/support/containers.ts";
import { sendControl } from "../../support/control.ts";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import {
  connectWatched,
  createMessage,
  emitEvent,
  listGoogleRequests,
  startWorker,
  titles,
  type WatchedAccount,
} from "../google/support/watched-account.ts";

clearRoutesBeforeEach("calendar");

const events = "/calendar/v3/calendars/primary/events";
let number = 100;

/** The next message of an account's subscription, as its receiver queues it. */
async function notification(of: WatchedAccount, change: Record<string, string> = {}) {
  const { remoteId = "", resourceId = "", connection } = await of.readSubscription();
  number += 1;
  return createMessage("calendar", {
    kind: "channel",
    link: connection,
    headers: {
      "x-goog-channel-id": remoteId,
      "x-goog-resource-id": resourceId,
      "x-goog-resource-state": "exists",
      "x-goog-message-number": String(number),
      ...change,
    },
  });
}

const emitChange = (fields: Record<string, unknown>) =>
  emitEvent({ event: "event", id: "evt1", subject: "Planning", ...fields });
const firstLines = (told: readonly Record<string, unknown>[]) =>
  told.map(({ title, excerpt }) => `${title}: ${String(excerpt).split(" ")[0]}`);

test("an event that is created, changed and deleted is reported three times, in order", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  await emitChange({ action: "created", start: "2030-03-04T09:00:00Z" });
  await calendar.work(await notification(ada));
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await emitChange({ action: "updated", subject: "Planning 2" });
  await calendar.work(await notification(ada));
  await emitChange({ action: "deleted" });
  await calendar.work(await notification(ada));
  const told = await ada.listOutboxData();
  expect(firstLines(told)).toEqual(["Planning: Created", "Planning 2: Updated", "(no title): Deleted"]);
  expect(told[0]).toMatchObject({
    provider: "calendar",
    kind: "event",
    excerpt: expect.stringContaining("Mon, 4 Mar 2030, 09:00–10:00 (UTC)"),
    source: { id: "evt1" },
  });
});

test("a deleted occurrence of a series is told with the series' title and its day", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  const { cursor = "" } = await ada.readSubscription();
  const item = {
    id: "abc123_20261214T090000Z",
    status: "cancelled",
    recurringEventId: "abc123",
    originalStartTime: { dateTime: "2026-12-14T10:00:00+01:00", timeZone: "Europe/Berlin" },
  };
  await sandbox("google").script(
    { path: events, body: { items: [item], nextSyncToken: cursor } },
    { path: `${events}/abc123`, body: { id: "abc123", summary: "Weekly sync" } },
  );
  expect(await calendar.work(await notification(ada))).toBe(0);
  expect(await ada.listOutboxData()).toEqual([
    expect.objectContaining({
      title: "Weekly sync",
      excerpt: expect.stringMatching(/^Deleted · Mon, 14 Dec 2026, 10:00 \(Europe\/Berlin\)/),
    }),
  ]);
});

test("costs one call, and none for what is pushed again", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  await emitChange({ action: "created" });
  const push = await notification(ada);
  await sandbox("google").forgetRequests();
  const copies = Array.from({ length: 5 }, () => ({ ...push, receipt: randomUUID() }));
  await calendar.work(...copies);
  expect(await listGoogleRequests("/calendar")).toEqual([events]);
  expect(titles(await ada.listOutboxData())).toEqual(["Planning"]);
});

test("events that existed before create no activity", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  await calendar.work(await notification(ada));
  expect(await ada.listOutboxData()).toEqual([]);
});

test("simultaneous messages in several containers report each change once", async () => {
  const ada = await connectWatched("calendar");
  const workers = await Promise.all([startWorker("calendar"), startWorker("calendar"), startWorker("calendar")]);
  await emitChange({ action: "created" });
  await emitChange({ action: "created", id: "evt2", subject: "Review" });
  const failed = await Promise.all(workers.map(async (calendar) => calendar.work(await notification(ada))));
  expect(failed).toEqual([0, 0, 0]);
  expect(titles(await ada.listOutboxData()).sort()).toEqual(["Planning", "Review"]);
  await sandbox("google").forgetRequests();
  await workers[0]?.work(await notification(ada));
  expect(titles(await ada.listOutboxData())).toHaveLength(2);
});

test.each([
  ["unknown", { "x-goog-channel-id": "somebody-elses" }],
  ["for another resource", { "x-goog-resource-id": "another" }],
])("a channel that is %s is acknowledged, and nothing is done", async (_, change) => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  await emitChange({ action: "created" });
  const push = await notification(ada, change);
  await sandbox("google").forgetRequests();
  expect(await calendar.work(push)).toBe(0);
  expect(await listGoogleRequests("/calendar")).toEqual([]);
  expect(await ada.listOutboxData()).toEqual([]);
});

test("a message of a channel that is being opened waits for its row", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  const push = await notification(ada);
  const { remoteId } = await ada.readSubscription();
  await emitChange({ action: "created" });
  await ada.overwriteSubscription({ remoteId: undefined, status: "pending" });
  expect(await calendar.work(push)).toBe(1);
  await ada.overwriteSubscription({ remoteId, status: "active" });
  expect(await calendar.work(push)).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["Planning"]);
});

test("a message of a removed channel is ignored and counted, without a call to Google", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  await emitChange({ action: "created" });
  await sandbox("google").forgetRequests();
  const push = await notification(ada, { "x-goog-channel-id": randomUUID() });
  expect(await calendar.work(push)).toBe(0);
  await expect.poll(() => findMetrics(calendar.logs())).toContain("WebhookIgnored");
  expect(await listGoogleRequests(events)).toEqual([]);
  expect(await ada.listOutboxData()).toEqual([]);
});

test("a sync token that is too old is repaired: changes are reported once, with progress, and a new token is stored", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  await emitChange({ action: "created" });
  await calendar.work(await notification(ada));
  await emitChange({ action: "created", id: "evt2", subject: "In the gap" });
  await sendControl(`${sandbox("google").url()}/_sandbox/forget-sync-tokens`, "POST");
  expect(await calendar.work(await notification(ada))).toBe(0);
  const told = titles(await ada.listOutboxData());
  expect(told.filter((title) => title === "Planning")).toHaveLength(1);
  expect(told).toContain("In the gap");
  const progress = await ada.listOutboxData("sync.progress");
  expect(progress.at(-1)).toMatchObject({ provider: "calendar", finished: true });
  await emitChange({ action: "created", id: "evt3", subject: "After" });
  await sandbox("google").forgetRequests();
  await calendar.work(await notification(ada));
  expect(await listGoogleRequests("/calendar")).toEqual([events]);
  expect(titles(await ada.listOutboxData())).toContain("After");
});

test("an older state of an event is not reported after a newer one", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  const { cursor } = await ada.readSubscription();
  await emitChange({ action: "created" });
  await calendar.work(await notification(ada));
  await ada.overwriteSubscription({ cursor });
  const item = { id: "evt1", status: "confirmed", summary: "Old", updated: "2020-01-01T00:00:00Z" };
  await sandbox("google").script({ path: events, body: { items: [item], nextSyncToken: cursor ?? "" } });
  expect(await calendar.work(await notification(ada))).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["Planning"]);
});

test("an outage of Calendar loses nothing", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  await emitChange({ action: "created" });
  const push = await notification(ada);
  const { cursor } = await ada.readSubscription();
  await sandbox("google").script({ path: events, status: 503, times: 3 });
  expect(await calendar.work(push)).toBe(1);
  expect((await ada.readSubscription()).cursor).toBe(cursor);
  expect(await calendar.work(push)).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["Planning"]);
});

test("an envelope of Pub/Sub reads the calendars of everybody with that address", async () => {
  const [ada, also] = [await connectWatched("calendar"), await connectWatched("calendar")];
  const calendar = await startWorker("calendar");
  await emitChange({ action: "created" });
  const data = Buffer.from(JSON.stringify({ emailAddress: "Ada@example.com" })).toString("base64");
  const body = JSON.stringify({
    message: { data, messageId: randomUUID() },
    subscription: "projects/p/subscriptions/s",
  });
  expect(await calendar.work(createMessage("calendar", { body }))).toBe(0);
  expect([titles(await ada.listOutboxData()), titles(await also.listOutboxData())]).toEqual([
    ["Planning"],
    ["Planning"],
  ]);
});

test("an account that must be connected again is left alone: the message is not tried again", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  const push = await notification(ada);
  await sandbox("google").revokeGrants();
  expect(await calendar.work(push)).toBe(0);
  expect((await ada.readStored()).status).toBe("reconnect_needed");
});
