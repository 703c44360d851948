import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { metricsIn } from "../refresh/support/containers.ts";
import { send } from "../support/control.ts";
import { sandbox } from "../support/sandbox.ts";
import { askedGoogle, happens, queued, titles, type Watched, watched, worker } from "./support/google.ts";
import { unroutedBeforeEach } from "./support/unrouted.ts";

unroutedBeforeEach("calendar");

const events = "/calendar/v3/calendars/primary/events";
let number = 100;

/** The next message of an account's channel, as its receiver puts it on the queue. */
async function notification(of: Watched, change: Record<string, string> = {}) {
  const { remoteId = "", resourceId = "", connection } = await of.channel();
  number += 1;
  return queued("calendar", {
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

const changes = (fields: Record<string, unknown>) =>
  happens({ event: "event", id: "evt1", subject: "Planning", ...fields });
const firstLines = (told: readonly Record<string, unknown>[]) =>
  told.map(({ title, excerpt }) => `${title}: ${String(excerpt).split(" ")[0]}`);

test("an event that is created, changed and deleted is told three times, in order", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  await changes({ action: "created", start: "2030-03-04T09:00:00Z" });
  await calendar.work(await notification(ada));
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await changes({ action: "updated", subject: "Planning 2" });
  await calendar.work(await notification(ada));
  await changes({ action: "deleted" });
  await calendar.work(await notification(ada));
  const told = await ada.told();
  expect(firstLines(told)).toEqual(["Planning: Created", "Planning 2: Updated", "(no title): Deleted"]);
  expect(told[0]).toMatchObject({
    provider: "calendar",
    kind: "event",
    excerpt: expect.stringContaining("Mon, 4 Mar 2030, 09:00–10:00 (UTC)"),
    source: { id: "evt1" },
  });
});

test("costs one call, and none for what is pushed again", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  await changes({ action: "created" });
  const push = await notification(ada);
  await sandbox("google").forgetRequests();
  const copies = Array.from({ length: 5 }, () => ({ ...push, receipt: randomUUID() }));
  await calendar.work(...copies);
  expect(await askedGoogle("/calendar")).toEqual([events]);
  expect(titles(await ada.told())).toEqual(["Planning"]);
});

test("what stood in the calendar before is no news", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  await calendar.work(await notification(ada));
  expect(await ada.told()).toEqual([]);
});

test("messages at the same time, in several containers, tell each change once", async () => {
  const ada = await watched("calendar");
  const workers = await Promise.all([worker("calendar"), worker("calendar"), worker("calendar")]);
  await changes({ action: "created" });
  await changes({ action: "created", id: "evt2", subject: "Review" });
  const failed = await Promise.all(workers.map(async (calendar) => calendar.work(await notification(ada))));
  expect(failed).toEqual([0, 0, 0]);
  expect(titles(await ada.told()).sort()).toEqual(["Planning", "Review"]);
  await sandbox("google").forgetRequests();
  await workers[0]?.work(await notification(ada));
  expect(titles(await ada.told())).toHaveLength(2);
});

test.each([
  ["unknown", { "x-goog-channel-id": "somebody-elses" }],
  ["for another resource", { "x-goog-resource-id": "another" }],
])("a channel that is %s is acknowledged, and nothing is done", async (_, change) => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  await changes({ action: "created" });
  const push = await notification(ada, change);
  await sandbox("google").forgetRequests();
  expect(await calendar.work(push)).toBe(0);
  expect(await askedGoogle("/calendar")).toEqual([]);
  expect(await ada.told()).toEqual([]);
});

test("a message of a channel that is being opened waits for its row", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  const push = await notification(ada);
  const { remoteId } = await ada.channel();
  await changes({ action: "created" });
  await ada.moveChannel({ remoteId: undefined, status: "pending" });
  expect(await calendar.work(push)).toBe(1);
  await ada.moveChannel({ remoteId, status: "active" });
  expect(await calendar.work(push)).toBe(0);
  expect(titles(await ada.told())).toEqual(["Planning"]);
});

test("a message of a channel that is not ours any more is ignored and counted, and Google is asked for nothing", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  await changes({ action: "created" });
  await sandbox("google").forgetRequests();
  const push = await notification(ada, { "x-goog-channel-id": randomUUID() });
  expect(await calendar.work(push)).toBe(0);
  await expect.poll(() => metricsIn(calendar.logs())).toContain("WebhookIgnored");
  expect(await askedGoogle(events)).toEqual([]);
  expect(await ada.told()).toEqual([]);
});

test("a sync token that is too old is repaired: what changed is told once, with progress, and the new token is good", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  await changes({ action: "created" });
  await calendar.work(await notification(ada));
  await changes({ action: "created", id: "evt2", subject: "In the gap" });
  await send(`${sandbox("google").url()}/_sandbox/forget-sync-tokens`, "POST");
  expect(await calendar.work(await notification(ada))).toBe(0);
  const told = titles(await ada.told());
  expect(told.filter((title) => title === "Planning")).toHaveLength(1);
  expect(told).toContain("In the gap");
  const progress = await ada.told("sync.progress");
  expect(progress.at(-1)).toMatchObject({ provider: "calendar", finished: true });
  await changes({ action: "created", id: "evt3", subject: "After" });
  await sandbox("google").forgetRequests();
  await calendar.work(await notification(ada));
  expect(await askedGoogle("/calendar")).toEqual([events]);
  expect(titles(await ada.told())).toContain("After");
});

test("an older state of an event is not told after a newer one", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  const { cursor } = await ada.channel();
  await changes({ action: "created" });
  await calendar.work(await notification(ada));
  await ada.moveChannel({ cursor });
  const item = { id: "evt1", status: "confirmed", summary: "Old", updated: "2020-01-01T00:00:00Z" };
  await sandbox("google").script({ path: events, body: { items: [item], nextSyncToken: cursor ?? "" } });
  expect(await calendar.work(await notification(ada))).toBe(0);
  expect(titles(await ada.told())).toEqual(["Planning"]);
});

test("an outage of Calendar loses nothing", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  await changes({ action: "created" });
  const push = await notification(ada);
  const { cursor } = await ada.channel();
  await sandbox("google").script({ path: events, status: 503, times: 3 });
  expect(await calendar.work(push)).toBe(1);
  expect((await ada.channel()).cursor).toBe(cursor);
  expect(await calendar.work(push)).toBe(0);
  expect(titles(await ada.told())).toEqual(["Planning"]);
});

test("an envelope of Pub/Sub reads the calendars of everybody with that address", async () => {
  const [ada, also] = [await watched("calendar"), await watched("calendar")];
  const calendar = await worker("calendar");
  await changes({ action: "created" });
  const data = Buffer.from(JSON.stringify({ emailAddress: "Ada@example.com" })).toString("base64");
  const body = JSON.stringify({
    message: { data, messageId: randomUUID() },
    subscription: "projects/p/subscriptions/s",
  });
  expect(await calendar.work(queued("calendar", { body }))).toBe(0);
  expect([titles(await ada.told()), titles(await also.told())]).toEqual([["Planning"], ["Planning"]]);
});

test("an account that must be connected again is left alone: the message is not tried again", async () => {
  const ada = await watched("calendar");
  const calendar = await worker("calendar");
  const push = await notification(ada);
  await sandbox("google").revokeGrants();
  expect(await calendar.work(push)).toBe(0);
  expect((await ada.stored()).status).toBe("reconnect_needed");
});
