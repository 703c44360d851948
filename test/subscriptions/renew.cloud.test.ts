import { beforeEach, expect, test } from "vitest";
import { renewShard } from "../../lib/store/table.ts";
import { startContainer } from "../connections/support/containers.ts";
import { connectAccount } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { spy } from "../support/spy.ts";
import {
  deleteSubscriptions,
  makeDue,
  now,
  overwriteSubscription,
  readSubscriptionRows,
  setWebhookEnabled,
  waitForSubscriptions,
  waitUntilQueueIdle,
} from "./support/world.ts";

beforeEach(resetWorld);
beforeEach(deleteSubscriptions);

type SubscriptionProvider = "gmail" | "calendar" | "figma";

/** Waits until all of the user's subscriptions have their next due time. */
const waitUntilSettled = (user: TestUser) =>
  expect.poll(async () => (await readSubscriptionRows(user)).every(({ dueAt = 0 }) => dueAt > now() + 3600)).toBe(true);

/** Turns events on before connecting, so that only the connecting queues a message: a second one might arrive late. */
async function connectOpened(provider: SubscriptionProvider): Promise<TestUser> {
  const user = await createUser();
  await setWebhookEnabled(user, provider, true, { teamId: "1001" });
  await connectAccount(user, provider);
  await waitForSubscriptions(user, ...Array<string>(provider === "figma" ? 5 : 1).fill("active"));
  await waitUntilSettled(user);
  await waitUntilQueueIdle();
  await getSandbox(provider).forgetRequests();
  return user;
}

const runSchedule = async () => (await startContainer("jobs/queue-due-channels")).invoke({});
const readFirst = async (user: TestUser) => (await readSubscriptionRows(user))[0];

async function listRequests(provider: SubscriptionProvider): Promise<string[]> {
  const requests = await getSandbox(provider).requests();
  return requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
}

test("watches a mailbox again when its watch is due, and goes on reading where it was", async () => {
  const user = await connectOpened("gmail");
  await makeDue(user, { cursor: "42", expiresAt: now() + 86_400 });
  await runSchedule();
  await waitUntilSettled(user);
  expect(await listRequests("gmail")).toEqual(["POST /gmail/v1/users/me/watch"]);
  const row = await readFirst(user);
  expect(row).toMatchObject({ cursor: "42", status: "active", failures: 0 });
  expect(row?.expiresAt).toBeGreaterThan(now() + 6 * 86_400);
});

test("is due again after 50 to 80 % of a channel's life", async () => {
  const user = await connectOpened("calendar");
  const { dueAt = 0, expiresAt = 0 } = (await readFirst(user)) ?? {};
  const share = (dueAt - now()) / (expiresAt - now());
  expect(share).toBeGreaterThan(0.49);
  expect(share).toBeLessThan(0.81);
});

test("opens a calendar's new channel before it stops the old one, and keeps its place", async () => {
  const user = await connectOpened("calendar");
  const before = await readFirst(user);
  await makeDue(user);
  await runSchedule();
  await waitUntilSettled(user);
  await expect.poll(() => listRequests("calendar")).toHaveLength(2);
  expect(await listRequests("calendar")).toEqual([
    "POST /calendar/v3/calendars/primary/events/watch",
    "POST /calendar/v3/channels/stop",
  ]);
  const [, stop] = (await getSandbox("calendar").requests()).filter(({ method }) => method === "POST");
  expect(JSON.parse(stop?.body ?? "")).toEqual({ id: before?.remoteId, resourceId: before?.resourceId });
  const after = await readFirst(user);
  expect(after?.remoteId).not.toBe(before?.remoteId);
  expect([before?.cursor, after?.cursor]).toEqual([expect.any(String), before?.cursor]);
});

test("finds Figma's webhooks in order and leaves them as they are", async () => {
  const user = await connectOpened("figma");
  await makeDue(user);
  await runSchedule();
  await waitUntilSettled(user);
  expect(await listRequests("figma")).toEqual([]);
});

test("creates a webhook again that Figma no longer has", async () => {
  const user = await connectOpened("figma");
  const [row] = await readSubscriptionRows(user);
  if (row === undefined) throw new Error("there is no channel");
  await overwriteSubscription(row, { remoteId: "999999", dueAt: now() - 60 });
  await runSchedule();
  await expect
    .poll(async () => (await readSubscriptionRows(user)).map(({ remoteId }) => remoteId))
    .not.toContain("999999");
  await waitUntilSettled(user);
  const made = (await listRequests("figma")).filter((request) => request === "POST /v2/webhooks");
  expect(made).toHaveLength(1);
  // The earlier, unknown one was deleted too.
  expect((await listRequests("figma")).filter((request) => request.startsWith("DELETE"))).toHaveLength(2);
});

test("creates a webhook again whose passcode was signed with an older secret", async () => {
  const user = await connectOpened("figma");
  const [row] = await readSubscriptionRows(user);
  if (row === undefined) throw new Error("there is no channel");
  await overwriteSubscription(row, { kid: "replaced", dueAt: now() - 60 });
  await runSchedule();
  await expect.poll(() => listRequests("figma")).toContain(`DELETE /v2/webhooks/${row.remoteId}`);
  await waitUntilSettled(user);
  expect((await readSubscriptionRows(user)).map(({ kid }) => kid)).not.toContain("replaced");
});

test("leaves alone what is not due", async () => {
  await connectOpened("gmail");
  await runSchedule();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await listRequests("gmail")).toEqual([]);
});

test("finds what is due by the index, shard by shard, without a scan", async () => {
  const lambda = await startContainer("jobs/queue-due-channels");
  await spy.forget();
  await lambda.invoke({});
  const calls = await spy.calls("jobs-queue-due-channels");
  const shards = calls.filter(({ operation }) => operation === "Query").flatMap(({ keys = [] }) => keys);
  expect(new Set(shards)).toEqual(new Set(Array.from({ length: 32 }, (_, shard) => renewShard(shard))));
  expect(calls.filter(({ service, operation }) => service === "dynamodb" && operation !== "Query")).toEqual([]);
});

test("queues a connection once for all of its channels that are due", async () => {
  const user = await connectOpened("figma");
  await makeDue(user);
  const { queued } = (await runSchedule()) as unknown as { queued: number };
  expect(queued).toBe(1);
  await waitUntilSettled(user);
});

test("pauses a channel while its account must be connected again, and opens it again afterwards", async () => {
  const user = await connectOpened("gmail");
  await getSandbox("gmail").revokeGrants();
  await user.post("/api/integrations/gmail/refresh");
  await makeDue(user, { expiresAt: now() - 60 });
  await runSchedule();
  await expect.poll(async () => (await readFirst(user))?.dueAt).toBeUndefined();
  await waitForSubscriptions(user, "lapsed");
  await connectAccount(user, "gmail");
  await waitForSubscriptions(user, "active");
});
