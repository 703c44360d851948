// Pushes about several calendars of one account.
import { expect, test } from "vitest";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";
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

const projects = "ada.projects@group.calendar.google.com";
const team = "team.example@group.calendar.google.com";
const path = (id: string) => `/calendar/v3/calendars/${encodeURIComponent(id)}/events`;
let number = 1000;

/** A message of the watch of one calendar, as its receiver queues it. */
async function notify(of: WatchedAccount, calendar: string, change: Record<string, string> = {}) {
  const { remoteId = "", resourceId = "", connection } = await of.readSubscription(calendar);
  number += 1;
  const headers = {
    "x-goog-channel-id": remoteId,
    "x-goog-resource-id": resourceId,
    "x-goog-resource-state": "exists",
    "x-goog-message-number": String(number),
    ...change,
  };
  return createMessage("calendar", { kind: "channel", link: connection, headers });
}

/** Connects an account of which these calendars are watched. */
async function connectChosen(...calendars: string[]): Promise<WatchedAccount> {
  const ada = await connectWatched("calendar");
  const settings = { webhookEnabled: true, calendars };
  expect((await ada.user.put("/api/integrations/calendar/settings", settings)).status).toBe(200);
  for (const calendar of calendars)
    await expect.poll(async () => (await ada.readSubscription(calendar).catch(() => undefined))?.cursor).toBeDefined();
  return ada;
}

const emit = (fields: Record<string, unknown>) =>
  emitEvent({ event: "event", id: "evt1", subject: "Planning", ...fields });

test("a change on another calendar is read with that one's cursor alone, and told with its calendar", async () => {
  const ada = await connectChosen("primary", projects);
  const calendar = await startWorker("calendar");
  const before = await ada.readSubscription("primary");
  const { cursor } = await ada.readSubscription(projects);
  await emit({ calendar: projects, subject: "Kick-off" });
  await emit({ id: "evt2", subject: "On the main one" });
  await sandbox("google").forgetRequests();
  expect(await calendar.work(await notify(ada, projects))).toBe(0);
  expect(await listGoogleRequests("/calendar")).toEqual([path(projects)]);
  expect((await ada.readSubscription("primary")).cursor).toBe(before.cursor);
  expect((await ada.readSubscription(projects)).cursor).not.toBe(cursor);
  expect(await ada.listOutboxData()).toEqual([
    expect.objectContaining({
      title: "Kick-off",
      excerpt: expect.stringContaining("In the calendar “Projects”"),
      source: { id: "evt1", url: expect.any(String), calendarId: projects },
    }),
  ]);
  expect(await calendar.work(await notify(ada, "primary"))).toBe(0);
  expect(titles(await ada.listOutboxData()).sort()).toEqual(["Kick-off", "On the main one"]);
});

test("events with the same id on two calendars are told both", async () => {
  const ada = await connectChosen("primary", projects);
  const calendar = await startWorker("calendar");
  await emit({ subject: "Mine", uid: "one@example.com" });
  await emit({ subject: "The project's", uid: "two@example.com", calendar: projects });
  await calendar.work(await notify(ada, "primary"), await notify(ada, projects));
  expect(titles(await ada.listOutboxData()).sort()).toEqual(["Mine", "The project's"]);
  for (const id of [undefined, projects]) await emit({ action: "deleted", ...(id && { calendar: id }) });
  await calendar.work(await notify(ada, "primary"), await notify(ada, projects));
  expect(titles(await ada.listOutboxData())).toHaveLength(4);
});

test("an event that is on two of the calendars is told once, and so is its change", async () => {
  const ada = await connectChosen("primary", team);
  const calendar = await startWorker("calendar");
  const times = { uid: "shared@example.com", start: "2030-03-04T09:00:00Z" };
  const work = async () => calendar.work(await notify(ada, "primary"), await notify(ada, team));
  await emit({ ...times, subject: "All hands" });
  await emit({ ...times, subject: "All hands", to: "ben@example.com", calendar: team });
  expect(await work()).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["All hands"]);
  const change = { ...times, action: "updated", subject: "All hands, later" };
  await emit(change);
  await emit({ ...change, to: "ben@example.com", calendar: team });
  expect(await work()).toBe(0);
  expect(titles(await ada.listOutboxData()).sort()).toEqual(["All hands", "All hands, later"]);
});

test.each([403, 404, 410])("a shared calendar that answers %i is ignored, and the others go on", async (status) => {
  const ada = await connectChosen("primary", team);
  const calendar = await startWorker("calendar");
  await emit({});
  await sandbox("google").script({ path: path(team), status, times: 20 });
  expect(await calendar.work(await notify(ada, team), await notify(ada, "primary"))).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["Planning"]);
  expect((await ada.readStored()).status).toBe("active");
});

test("an outage of one calendar is tried again, and does not hold the others", async () => {
  const ada = await connectChosen("primary", team);
  const calendar = await startWorker("calendar");
  await emit({});
  await sandbox("google").script({ path: path(team), status: 503, times: 20 });
  await calendar.work(await notify(ada, team));
  expect(await calendar.work(await notify(ada, "primary"))).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["Planning"]);
});

test("a sync token of one calendar that is too old is repaired for that one", async () => {
  const ada = await connectChosen("primary", projects);
  const calendar = await startWorker("calendar");
  const { cursor } = await ada.readSubscription("primary");
  await emit({ calendar: projects, subject: "In the gap" });
  await sandbox("google").script({ path: path(projects), status: 410 });
  expect(await calendar.work(await notify(ada, projects))).toBe(0);
  expect(titles(await ada.listOutboxData())).toEqual(["In the gap"]);
  expect((await ada.readSubscription("primary")).cursor).toBe(cursor);
});

test("an envelope of Pub/Sub, which names the account alone, reads all its calendars", async () => {
  const ada = await connectChosen("primary", projects);
  const calendar = await startWorker("calendar");
  await emit({ subject: "Mine" });
  await emit({ id: "evt2", subject: "The project's", calendar: projects });
  const data = Buffer.from(JSON.stringify({ emailAddress: "ada@example.com" })).toString("base64");
  const body = JSON.stringify({
    message: { data, messageId: crypto.randomUUID() },
    subscription: "projects/p/subscriptions/s",
  });
  expect(await calendar.work(createMessage("calendar", { body }))).toBe(0);
  expect(titles(await ada.listOutboxData()).sort()).toEqual(["Mine", "The project's"]);
});

test("a channel of one calendar with the resource of another is acknowledged, and nothing is done", async () => {
  const ada = await connectChosen("primary", projects);
  const calendar = await startWorker("calendar");
  await emit({});
  const { resourceId = "" } = await ada.readSubscription(projects);
  const push = await notify(ada, "primary", { "x-goog-resource-id": resourceId });
  await sandbox("google").forgetRequests();
  expect(await calendar.work(push)).toBe(0);
  expect(await listGoogleRequests("/calendar")).toEqual([]);
});

test("one calendar costs the AWS calls that it cost before there could be several", async () => {
  const ada = await connectWatched("calendar");
  const calendar = await startWorker("calendar");
  await emit({ id: "warm" });
  await calendar.work(await notify(ada, "primary"));
  await emit({});
  const push = await notify(ada, "primary");
  const made = await spy.during(() => calendar.work(push), "calendar-process-webhook");
  expect(made).toEqual([
    "dynamodb PutItem claim#",
    "dynamodb PutItem delivery#",
    "dynamodb Query route#",
    "dynamodb GetItem owner#",
    "dynamodb Query owner#",
    "dynamodb Query owner#",
    "dynamodb UpdateItem claim#",
    "dynamodb GetItem settings#",
    "dynamodb PutItem outbox#",
    "dynamodb UpdateItem owner#",
    "dynamodb UpdateItem claim#",
    "dynamodb PutItem delivery#",
  ]);
});

test("Google's push about each calendar leads through the queue to the event that changed", async () => {
  const ada = await connectChosen("primary", projects, team);
  const push = (fields: object) => sandbox("google").push({ event: "event", action: "created", times: 3, ...fields });
  await push({ subject: "Main" });
  await push({ subject: "Project", calendar: projects });
  await push({ subject: "Team", calendar: team, to: "ben@example.com" });
  await expect.poll(async () => titles(await ada.listOutboxData()).sort()).toEqual(["Main", "Project", "Team"]);
});
