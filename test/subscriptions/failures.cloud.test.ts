import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { beforeEach, expect, test } from "vitest";
import { findMetrics } from "../connections/support/containers.ts";
import { connectAccount } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { listRows } from "../integrations/support/tables.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { ssm } from "../support/aws.ts";
import {
  createReconcileMessage,
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

const watchPath = "/gmail/v1/users/me/watch";

/** Turns events on before connecting, so that only the connecting queues a message: a second one might arrive late. */
async function connectWatched(): Promise<TestUser> {
  const user = await createUser();
  await setWebhookEnabled(user, "gmail", true);
  await connectAccount(user, "gmail");
  await waitForSubscriptions(user, "active");
  await waitUntilQueueIdle();
  return user;
}

async function reconcileNow(user: TestUser, environment: Record<string, string> = {}, more: object = {}) {
  const [row] = await readSubscriptionRows(user);
  if (row === undefined) throw new Error("there is no channel");
  const job = await startReconcileProcess(environment);
  await job.keep(createReconcileMessage(row, more));
  return job.logs;
}

/** The statuses in the user's outbox rows about subscriptions, oldest first. */
async function listStatuses({ sub }: TestUser): Promise<unknown[]> {
  const rows = (await listRows("feed", "outbox#")).filter(
    ({ user, type }) => user === sub && type === "channel.changed",
  );
  const ordered = rows.sort((a, b) => String(a.at).localeCompare(String(b.at)));
  return ordered.map(({ data }) => (data as { status: string }).status);
}

test("keeps a channel active while a renewal fails and there is time", async () => {
  const user = await connectWatched();
  await makeDue(user, { expiresAt: now() + 86_400 });
  await getSandbox("gmail").script({ path: watchPath, status: 503, times: 1 });
  const logs = await reconcileNow(user);
  expect(findMetrics(logs())).not.toContain("ChannelLapsed");
  const [row] = await readSubscriptionRows(user);
  expect(row).toMatchObject({ status: "active", failures: 1, error: expect.any(String) });
  expect(row?.dueAt).toBeGreaterThan(now() + 200);
  expect(row?.dueAt).toBeLessThan(now() + 400);
});

test("counts a channel as lapsed once it is past its end, and tells its user", async () => {
  const user = await connectWatched();
  await makeDue(user, { expiresAt: now() - 60 });
  await getSandbox("gmail").script({ path: watchPath, status: 503, times: 2 });
  const logs = await reconcileNow(user);
  // The log may arrive after the answer.
  await expect.poll(() => findMetrics(logs()).filter((name) => name === "ChannelLapsed")).toHaveLength(1);
  expect(await listShownSubscriptions(user)).toMatchObject([{ status: "lapsed", error: expect.any(String) }]);
  await makeDue(user);
  const later = await reconcileNow(user);
  expect(findMetrics(later())).not.toContain("ChannelLapsed");
  expect(await listStatuses(user)).toEqual(["active", "lapsed"]);
});

test("counts no lapse while the operator has taken the provider away, and opens the channel when it is back", async () => {
  const user = await connectWatched();
  const CLIENT_IDS_PARAMETER = "/patchbay/test/client-ids-gmail-away";
  const Value = JSON.stringify({ figma: "sandbox-figma-client" });
  await ssm().send(new PutParameterCommand({ Name: CLIENT_IDS_PARAMETER, Type: "String", Overwrite: true, Value }));
  await makeDue(user, { expiresAt: now() - 60 });
  await getSandbox("gmail").script({ path: watchPath, status: 503, times: 1 });
  const logs = await reconcileNow(user, { CLIENT_IDS_PARAMETER });
  await expect.poll(() => findMetrics(logs())).toContain("ChannelFailed");
  expect(findMetrics(logs())).not.toContain("ChannelLapsed");
  await makeDue(user);
  await reconcileNow(user);
  expect(await listShownSubscriptions(user)).toMatchObject([{ status: "active" }]);
});

test("tells its user when a lapsed channel works again", async () => {
  const user = await connectWatched();
  await makeDue(user, { expiresAt: now() - 60 });
  await reconcileNow(user);
  expect(await listShownSubscriptions(user)).toMatchObject([{ status: "active" }]);
  expect(await listStatuses(user)).toEqual(["active", "lapsed", "active"]);
});

test("says that push is not configured where the operator has no topic", async () => {
  const user = await connectWatched();
  await makeDue(user, { remoteId: undefined, status: "pending" });
  await reconcileNow(user, { PUBSUB_TOPIC: undefined as unknown as string });
  const error = "Gmail push is not configured. Please contact administrator.";
  expect(await listShownSubscriptions(user)).toMatchObject([{ kind: "mailbox", status: "failed", error }]);
});

test("says who may create Figma's webhooks to somebody who may not", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await getSandbox("figma").script({ path: "/v2/webhooks", status: 403, body: { message: "No" }, times: 5 });
  await setWebhookEnabled(user, "figma", true, { teamId: "1001" });
  await waitForSubscriptions(user, ...Array<string>(5).fill("failed"));
  expect((await listShownSubscriptions(user))[0]?.error).toMatch(/admin of the team/);
});

test("asks for the team where Figma's settings name none", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await setWebhookEnabled(user, "figma", true);
  await waitForSubscriptions(user, "failed");
  expect((await listShownSubscriptions(user))[0]?.error).toMatch(/teamId/);
  await setWebhookEnabled(user, "figma", true, { teamId: "1001" });
  await waitForSubscriptions(user, ...Array<string>(5).fill("active"));
});

test("opens a channel again on request although it is not due", async () => {
  const user = await connectWatched();
  const [row] = await readSubscriptionRows(user);
  await getSandbox("gmail").forgetRequests();
  await reconcileNow(user);
  expect(await getSandbox("gmail").requests(watchPath)).toEqual([]);
  await reconcileNow(user, {}, { recreate: row?.name });
  expect(await getSandbox("gmail").requests(watchPath)).toHaveLength(1);
});
