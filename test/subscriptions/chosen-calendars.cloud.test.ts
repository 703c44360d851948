// The calendars that settings name, and the channel that each of them has.
import { beforeEach, describe, expect, test } from "vitest";
import { connectAccount } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { waitUntilNothingHeld } from "../integrations/support/tables.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import {
  createReconcileMessage,
  deleteSubscriptions,
  listShownSubscriptions,
  makeDue,
  now,
  readSubscriptionRows,
  setWebhookEnabled,
  startReconcileProcess,
  waitForSubscriptions,
  waitUntilQueueIdle,
} from "./support/world.ts";

beforeEach(resetWorld);
beforeEach(deleteSubscriptions);

const settings = "/api/integrations/calendar/settings";
const projects = "ada.projects@group.calendar.google.com";
const team = "team.example@group.calendar.google.com";
const holidays = "en.example#holiday@group.v.calendar.google.com";
const watch = (id: string) => `/calendar/v3/calendars/${encodeURIComponent(id)}/events/watch`;
const stop = "/calendar/v3/channels/stop";

async function connectUser(): Promise<TestUser> {
  const user = await createUser();
  await connectAccount(user, "calendar");
  await setWebhookEnabled(user, "calendar", true);
  await waitForSubscriptions(user, "active");
  await waitUntilQueueIdle();
  await getSandbox("calendar").forgetRequests();
  return user;
}

const choose = (user: TestUser, calendars: unknown) => user.put(settings, { webhookEnabled: true, calendars });

/** What each of the user's channels watches, once all of them are active. */
const waitForTargets = (user: TestUser, ...targets: string[]) =>
  expect
    .poll(async () => (await readSubscriptionRows(user)).map(({ target, status }) => `${target} ${status}`).sort())
    .toEqual(targets.map((target) => `${target} active`).sort());

const listChanges = async () =>
  (await getSandbox("calendar").requests("/calendar"))
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path);

test("each chosen calendar has a channel and a cursor of its own, and the list shows it", async () => {
  const user = await connectUser();
  const calendars = ["primary", projects, team];
  expect(await choose(user, calendars)).toMatchObject({ status: 200, json: { calendars } });
  expect((await user.get(settings)).json).toMatchObject({ webhookEnabled: true, calendars });
  await waitForTargets(user, ...calendars);
  expect((await listChanges()).sort()).toEqual([watch(projects), watch(team)].sort());
  const rows = await readSubscriptionRows(user);
  for (const name of ["remoteId", "resourceId", "name"] as const)
    expect(new Set(rows.map((row) => row[name])).size).toBe(3);
  expect(rows.every(({ cursor }) => cursor !== undefined)).toBe(true);
  const shown = await listShownSubscriptions(user);
  expect(shown.map(({ target }) => target).sort()).toEqual([...calendars].sort());
});

test("a calendar that is no longer chosen is stopped, alone", async () => {
  const user = await connectUser();
  await choose(user, ["primary", projects, team]);
  await waitForTargets(user, "primary", projects, team);
  const kept = (await readSubscriptionRows(user)).find(({ target }) => target === team);
  await getSandbox("calendar").forgetRequests();
  await choose(user, [team]);
  await waitForTargets(user, team);
  expect(await listChanges()).toEqual([stop, stop]);
  expect((await readSubscriptionRows(user))[0]?.remoteId).toBe(kept?.remoteId);
});

test("without a choice it is the main calendar again", async () => {
  const user = await connectUser();
  await choose(user, [projects]);
  await waitForTargets(user, projects);
  expect((await choose(user, [])).json).not.toHaveProperty("calendars");
  await waitForTargets(user, "primary");
});

test("a channel of the main calendar that was opened before is kept when it is named", async () => {
  const user = await connectUser();
  const [before] = await readSubscriptionRows(user);
  expect(await choose(user, ["primary", "ADA@example.com", "primary", projects, projects])).toMatchObject({
    status: 200,
    json: { calendars: ["primary", projects] },
  });
  await waitForTargets(user, "primary", projects);
  expect(await readSubscriptionRows(user)).toContainEqual(expect.objectContaining({ remoteId: before?.remoteId }));
  expect(await choose(user, ["ada@example.com"])).toMatchObject({ json: { calendars: ["ada@example.com"] } });
  await waitForTargets(user, "primary");
  expect((await readSubscriptionRows(user))[0]?.remoteId).toBe(before?.remoteId);
});

describe("refuses", () => {
  test.each([
    ["an unknown calendar", ["primary", "nobody@example.com"], "nobody@example.com"],
    ["a calendar of somebody else", ["ben.projects@group.calendar.google.com"], "ben.projects"],
    ["somebody else's main calendar", ["ben@example.com"], "ben@example.com"],
    ["a path", ["../../users/me"], "../../users/me"],
  ])("%s, naming it, and leaves the stored ones as they are", async (_, calendars, named) => {
    const user = await connectUser();
    await choose(user, [projects]);
    expect(await choose(user, calendars)).toMatchObject({
      status: 400,
      json: { code: "invalid_request", field: "calendars", detail: expect.stringContaining(named) },
    });
    expect((await user.get(settings)).json).toMatchObject({ calendars: [projects] });
  });

  test.each([
    ["text", "primary"],
    ["a number among them", [7]],
    ["an empty id", [""]],
    ["nothing", null],
    ["too many", Array.from({ length: 21 }, (_, at) => `c${at}@example.com`)],
    ["a very long one", ["x".repeat(256)]],
  ])("%s", async (_, calendars) => {
    const user = await connectUser();
    expect(await choose(user, calendars)).toMatchObject({ status: 400, json: { code: "invalid_request" } });
    expect(await getSandbox("calendar").requests()).toEqual([]);
  });

  test("calendars of another provider, and of an account that is not connected", async () => {
    const user = await createUser();
    const slack = await user.put("/api/integrations/slack/settings", { calendars: ["primary"] });
    expect(slack).toMatchObject({ status: 400, json: { field: "calendars", detail: "calendars: Slack has none." } });
    expect(await choose(user, [projects])).toMatchObject({ status: 400, json: { field: "calendars" } });
    expect(await choose(user, ["primary"])).toMatchObject({ status: 200, json: { calendars: ["primary"] } });
  });
});

test("other settings are saved while Google does not answer, and a new choice is not", async () => {
  const user = await connectUser();
  await choose(user, [projects]);
  await waitForTargets(user, projects);
  await getSandbox("calendar").script({ path: "/calendar/v3/users/me/calendarList", status: 503, times: 20 });
  const body = { webhookEnabled: true, autoSync: true, calendars: [projects] };
  expect(await user.put(settings, body)).toMatchObject({ status: 200, json: { autoSync: true } });
  expect(await choose(user, [team])).toMatchObject({ status: 503, json: { code: "provider_unavailable" } });
});

test("of two accounts, each watches its own: a calendar that both have is watched once", async () => {
  const user = await connectUser();
  await connectAccount(user, "calendar", { account: "ben@example.com" });
  await choose(user, ["primary", team, projects, "ben.projects@group.calendar.google.com"]);
  await waitForTargets(user, "primary", "primary", team, projects, "ben.projects@group.calendar.google.com");
  await choose(user, ["ben@example.com"]);
  await waitForTargets(user, "primary");
});

test("disconnecting stops the channel of each", async () => {
  const user = await connectUser();
  await choose(user, ["primary", projects, team]);
  await waitForTargets(user, "primary", projects, team);
  await waitUntilQueueIdle();
  await getSandbox("calendar").forgetRequests();
  await user.delete("/api/integrations/calendar");
  expect(await readSubscriptionRows(user)).toEqual([]);
  await waitUntilNothingHeld(user);
  expect((await listChanges()).filter((path) => path === stop)).toHaveLength(3);
});

test("a calendar that is no longer shared fails by name at its renewal, and the others are renewed", async () => {
  const user = await connectUser();
  await choose(user, ["primary", projects, team]);
  await waitForTargets(user, "primary", projects, team);
  await waitUntilQueueIdle();
  const before = await readSubscriptionRows(user);
  await makeDue(user, { expiresAt: now() + 3600 });
  await getSandbox("calendar").script({ path: watch(team), status: 404, times: 20 });
  const job = await startReconcileProcess();
  if (before[0] !== undefined) await job.keep(createReconcileMessage(before[0]));
  const after = await readSubscriptionRows(user);
  const find = (rows: typeof after, id: string) => rows.find(({ target }) => target === id);
  expect(find(after, team)).toMatchObject({ status: "failed", error: expect.stringContaining(team) });
  for (const id of ["primary", projects]) {
    expect(find(after, id)).toMatchObject({ status: "active", cursor: find(before, id)?.cursor });
    expect(find(after, id)?.remoteId).not.toBe(find(before, id)?.remoteId);
  }
  expect(job.logs()).not.toContain("ChannelLapsed");
});

test("a calendar that Google does not watch fails by name, and the others are opened", async () => {
  const user = await connectUser();
  await choose(user, ["primary", holidays, projects]);
  const list = async () => (await readSubscriptionRows(user)).map(({ target, status }) => `${target} ${status}`).sort();
  await expect.poll(list).toEqual([`${holidays} failed`, `${projects} active`, "primary active"].sort());
  expect(await readSubscriptionRows(user)).toContainEqual(
    expect.objectContaining({ target: holidays, error: expect.stringContaining(holidays) }),
  );
});
