import { beforeEach, expect, test } from "vitest";
import { renewShard } from "../../lib/store/table.ts";
import { connected } from "../integrations/support/connections.ts";
import { sandboxOf } from "../integrations/support/facts.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { type Someone, someone } from "../integrations/support/someone.ts";
import { container } from "../refresh/support/containers.ts";
import { spy } from "../support/spy.ts";
import { atRest, bend, channelRows, forgetChannels, makeDue, now, untilChannels, want } from "./support/world.ts";

beforeEach(freshWorld);
beforeEach(forgetChannels);

type WithChannels = "gmail" | "calendar" | "figma";

/** Waits until all of the user's channels have their next time. */
const settled = (user: Someone) =>
  expect.poll(async () => (await channelRows(user)).every(({ dueAt = 0 }) => dueAt > now() + 3600)).toBe(true);

/** Wanted before, the channels are asked for once, by the connecting: a second message might come late. */
async function opened(provider: WithChannels): Promise<Someone> {
  const user = await someone();
  await want(user, provider, true, { teamId: "1001" });
  await connected(user, provider);
  await untilChannels(user, ...Array<string>(provider === "figma" ? 5 : 1).fill("active"));
  await settled(user);
  await atRest();
  await sandboxOf(provider).forgetRequests();
  return user;
}

const runSchedule = async () => (await container("jobs/queue-due-channels")).invoke({});
const one = async (user: Someone) => (await channelRows(user))[0];

async function asked(provider: WithChannels): Promise<string[]> {
  const requests = await sandboxOf(provider).requests();
  return requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
}

test("watches a mailbox again when its watch is due, and goes on reading where it was", async () => {
  const user = await opened("gmail");
  await makeDue(user, { cursor: "42", expiresAt: now() + 86_400 });
  await runSchedule();
  await settled(user);
  expect(await asked("gmail")).toEqual(["POST /gmail/v1/users/me/watch"]);
  const row = await one(user);
  expect(row).toMatchObject({ cursor: "42", status: "active", failures: 0 });
  expect(row?.expiresAt).toBeGreaterThan(now() + 6 * 86_400);
});

test("is due again after 50 to 80 % of a channel's life", async () => {
  const user = await opened("calendar");
  const { dueAt = 0, expiresAt = 0 } = (await one(user)) ?? {};
  const share = (dueAt - now()) / (expiresAt - now());
  expect(share).toBeGreaterThan(0.49);
  expect(share).toBeLessThan(0.81);
});

test("opens a calendar's new channel before it stops the old one, and keeps its place", async () => {
  const user = await opened("calendar");
  const before = await one(user);
  await makeDue(user);
  await runSchedule();
  await settled(user);
  await expect.poll(() => asked("calendar")).toHaveLength(2);
  expect(await asked("calendar")).toEqual([
    "POST /calendar/v3/calendars/primary/events/watch",
    "POST /calendar/v3/channels/stop",
  ]);
  const [, stop] = (await sandboxOf("calendar").requests()).filter(({ method }) => method === "POST");
  expect(JSON.parse(stop?.body ?? "")).toEqual({ id: before?.remoteId, resourceId: before?.resourceId });
  const after = await one(user);
  expect(after?.remoteId).not.toBe(before?.remoteId);
  expect([before?.cursor, after?.cursor]).toEqual([expect.any(String), before?.cursor]);
});

test("finds Figma's webhooks in order and leaves them as they are", async () => {
  const user = await opened("figma");
  await makeDue(user);
  await runSchedule();
  await settled(user);
  expect(await asked("figma")).toEqual([]);
});

test("makes a webhook anew that Figma no longer has", async () => {
  const user = await opened("figma");
  const [row] = await channelRows(user);
  if (row === undefined) throw new Error("there is no channel");
  await bend(row, { remoteId: "999999", dueAt: now() - 60 });
  await runSchedule();
  await expect.poll(async () => (await channelRows(user)).map(({ remoteId }) => remoteId)).not.toContain("999999");
  await settled(user);
  const made = (await asked("figma")).filter((request) => request === "POST /v2/webhooks");
  expect(made).toHaveLength(1);
  // The earlier one, which nobody knew of any more, has made room.
  expect((await asked("figma")).filter((request) => request.startsWith("DELETE"))).toHaveLength(2);
});

test("makes a webhook anew whose passcode was signed under an older secret", async () => {
  const user = await opened("figma");
  const [row] = await channelRows(user);
  if (row === undefined) throw new Error("there is no channel");
  await bend(row, { kid: "replaced", dueAt: now() - 60 });
  await runSchedule();
  await expect.poll(() => asked("figma")).toContain(`DELETE /v2/webhooks/${row.remoteId}`);
  await settled(user);
  expect((await channelRows(user)).map(({ kid }) => kid)).not.toContain("replaced");
});

test("leaves alone what is not due", async () => {
  await opened("gmail");
  await runSchedule();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await asked("gmail")).toEqual([]);
});

test("finds what is due by the index, shard by shard, without a scan", async () => {
  const lambda = await container("jobs/queue-due-channels");
  await spy.forget();
  await lambda.invoke({});
  const calls = await spy.calls("jobs-queue-due-channels");
  const shards = calls.filter(({ operation }) => operation === "Query").flatMap(({ keys = [] }) => keys);
  expect(new Set(shards)).toEqual(new Set(Array.from({ length: 32 }, (_, shard) => renewShard(shard))));
  expect(calls.filter(({ service, operation }) => service === "dynamodb" && operation !== "Query")).toEqual([]);
});

test("queues a connection once for all of its channels that are due", async () => {
  const user = await opened("figma");
  await makeDue(user);
  const { queued } = (await runSchedule()) as unknown as { queued: number };
  expect(queued).toBe(1);
  await settled(user);
});

test("lets a channel rest while its account must be connected again, and opens it anew afterwards", async () => {
  const user = await opened("gmail");
  await sandboxOf("gmail").revokeGrants();
  await user.post("/api/integrations/gmail/refresh");
  await makeDue(user, { expiresAt: now() - 60 });
  await runSchedule();
  await expect.poll(async () => (await one(user))?.dueAt).toBeUndefined();
  await untilChannels(user, "lapsed");
  await connected(user, "gmail");
  await untilChannels(user, "active");
});
