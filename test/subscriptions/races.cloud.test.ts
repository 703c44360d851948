import { beforeEach, expect, test } from "vitest";
import { connectAccount } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { waitUntilAllRevoked } from "../integrations/support/revoker.ts";
import { createUser } from "../integrations/support/test-user.ts";
import {
  createReconcileMessage,
  readSubscriptionRows,
  setWebhookEnabled,
  startReconcileProcess,
  waitForSubscriptions,
} from "./support/world.ts";

beforeEach(resetWorld);

const listPosts = async (provider: "calendar" | "figma", path: string) =>
  (await getSandbox(provider).requests(path)).filter((request) => request.method === "POST" && request.path === path);

test("two Lambdas that reconcile a connection at once open each channel once", async () => {
  const user = await createUser();
  await connectAccount(user, "figma");
  await setWebhookEnabled(user, "figma", true, { teamId: "1001" });
  await waitForSubscriptions(user, ...Array<string>(5).fill("active"));
  const [row] = await readSubscriptionRows(user);
  if (row === undefined) throw new Error("there is no channel");
  await setWebhookEnabled(user, "figma", false, { teamId: "1001" });
  await waitForSubscriptions(user);
  await getSandbox("figma").forgetRequests();
  const jobs = await Promise.all([startReconcileProcess(), startReconcileProcess(), startReconcileProcess()]);
  await setWebhookEnabled(user, "figma", true, { teamId: "1001" });
  await Promise.all(jobs.map((job) => job.keep(createReconcileMessage(row))));
  await waitForSubscriptions(user, ...Array<string>(5).fill("active"));
  expect(await listPosts("figma", "/v2/webhooks")).toHaveLength(5);
});

test("a channel that was opened while its connection was removed is stopped again", async () => {
  const user = await createUser();
  await connectAccount(user, "calendar");
  const path = "/calendar/v3/calendars/primary/events/watch";
  await getSandbox("calendar").script({ path, delayMs: 1000, passThrough: true });
  await setWebhookEnabled(user, "calendar", true);
  await expect.poll(async () => (await readSubscriptionRows(user)).length).toBe(1);
  await user.delete("/api/integrations/calendar");
  await expect.poll(() => listPosts("calendar", path)).toHaveLength(1);
  expect(await readSubscriptionRows(user)).toEqual([]);
  await waitUntilAllRevoked("google");
});

test("switching off while channels are opened leaves none behind", async () => {
  const user = await createUser();
  await connectAccount(user, "calendar");
  const path = "/calendar/v3/calendars/primary/events/watch";
  await getSandbox("calendar").script({ path, delayMs: 1500, passThrough: true });
  await setWebhookEnabled(user, "calendar", true);
  await expect.poll(async () => (await readSubscriptionRows(user)).length).toBe(1);
  await setWebhookEnabled(user, "calendar", false);
  await waitForSubscriptions(user);
  await expect.poll(() => listPosts("calendar", "/calendar/v3/channels/stop")).toHaveLength(1);
  await expect.poll(() => readSubscriptionRows(user)).toEqual([]);
});
