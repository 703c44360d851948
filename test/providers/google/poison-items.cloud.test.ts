// One mail or event that cannot be processed, and the good ones behind it.
import { expect, test } from "vitest";
import * as z from "zod";
import { sandbox } from "../../support/sandbox.ts";
import { clearRoutesBeforeEach } from "../../webhooks/support/clear-routes.ts";
import { createReplay, listSetAside } from "./support/set-aside.ts";
import {
  connectWatched,
  createMessage,
  emitMail,
  startWorker,
  titles,
  type WatchedAccount,
} from "./support/watched-account.ts";

clearRoutesBeforeEach("gmail");
clearRoutesBeforeEach("calendar");

const newest = z.object({ messages: z.tuple([z.object({ id: z.string() })], z.unknown()) });

/** Adds a mail. @returns its id at Google */
async function emitAndFind(ada: WatchedAccount, subject: string): Promise<string> {
  await emitMail({ subject });
  const answer = await ada.user.get("/api/v2/gmail/messages?limit=1");
  return newest.parse(answer.json).messages[0].id;
}

const findSetAside = async (provider: string, id: string) =>
  (await listSetAside(provider)).find(({ deliveryId }) => deliveryId === id);

test("a mail that cannot be read is set aside, those behind it arrive, and a replay tells it", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const id = await emitAndFind(ada, "Poison");
  const good = await emitMail({ subject: "Good" });
  await sandbox("google").script({ path: `/gmail/v1/users/me/messages/${id}`, body: { id: 7 }, times: 2 });
  expect(await gmail.work(good)).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["Good"]);
  expect(gmail.logs()).toContain("ItemSetAside");
  const found = await findSetAside("gmail", id);
  expect(found).toMatchObject({ status: "failed", kind: "mail", error: "provider_permanent", tenants: ["c#acme"] });
  const replay = found && createReplay(found);
  expect(await gmail.work(replay ?? {})).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["Good", "Poison"]);
});

test("a mail that Google fails to answer for is retried, and set aside at the fourth attempt", async () => {
  const ada = await connectWatched("gmail");
  const gmail = await startWorker("gmail");
  const id = await emitAndFind(ada, "Poison");
  const good = await emitMail({ subject: "Good" });
  await sandbox("google").script({ path: `/gmail/v1/users/me/messages/${id}`, status: 500, times: 50 });
  const { cursor } = await ada.readSubscription();
  expect(await gmail.retry(3, good)).toBe(1);
  expect(await ada.readSubscription()).toMatchObject({ cursor });
  expect(await findSetAside("gmail", id)).toBeUndefined();
  expect(await gmail.retry(4, good)).toBe(0);
  expect((await ada.readSubscription()).cursor).not.toBe(cursor);
  expect(titles(await ada.listOutboxData())).toEqual(["Good"]);
  expect(await findSetAside("gmail", id)).toMatchObject({ error: "provider_transient", attempts: 4 });
  await sandbox("google").forgetScripts();
});

const events = "/calendar/v3/calendars/primary/events";
const event = (id: string, summary: string) => ({
  id,
  summary,
  status: "confirmed",
  updated: new Date().toISOString(),
  start: { dateTime: "2030-03-04T09:00:00Z" },
});

test("an event that cannot be stored is set aside, those behind it arrive, and a replay tells it as it is then", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  // Longer than a key of the store may be.
  const id = "ü".repeat(500);
  const items = [event(id, "Poison"), event("evtgood", "Good")];
  await sandbox("google").script({ path: events, body: { items, nextSyncToken: "after" } });
  const { connection, remoteId = "", resourceId = "" } = await ada.readSubscription();
  const headers = {
    "x-goog-channel-id": remoteId,
    "x-goog-resource-id": resourceId,
    "x-goog-resource-state": "exists",
  };
  const push = { kind: "channel", link: connection, headers: { ...headers, "x-goog-message-number": "7" } };
  expect(await calendar.work(createMessage("calendar", push))).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["Good"]);
  expect(await ada.readSubscription()).toMatchObject({ cursor: "after" });
  const found = await findSetAside("calendar", id);
  expect(found).toMatchObject({ status: "failed", kind: "event", error: "invalid_request", tenants: ["c#acme"] });
  await sandbox("google").script({ path: `${events}/${encodeURIComponent(id)}`, body: event("evtbetter", "Better") });
  expect(await calendar.work(found ? createReplay(found) : {})).toBe(0);
  expect(titles(await ada.listOutboxData()).sort()).toEqual(["Better", "Good"]);
});
