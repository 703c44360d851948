// Clio's webhooks, from the handshake to the end: on the deployed cloud, against the sandbox.
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { connectAccount } from "../../integrations/support/connections.ts";
import { listRows } from "../../integrations/support/tables.ts";
import { createUser, type TestUser } from "../../integrations/support/test-user.ts";
import {
  createReconcileMessage,
  makeDue,
  readSubscriptionRows,
  setWebhookEnabled,
  startReconcileProcess,
  waitForSubscriptions,
} from "../../subscriptions/support/world.ts";
import { createBrowser } from "../../support/api.ts";
import { cloud } from "../../support/cloud.ts";
import { sendControl } from "../../support/control.ts";
import { sandbox } from "../../support/sandbox.ts";
import { startWorker } from "../../webhooks/support/provider-worker.ts";

const webhookSchema = z.object({
  id: z.number(),
  url: z.url(),
  shared_secret: z.string(),
  status: z.string(),
  expires_at: z.string(),
});
const deliverySchema = z.object({ attempts: z.array(z.object({ status: z.number().nullable() })) });

let user: TestUser;
beforeAll(async () => {
  await sandbox("clio").reset();
  user = await createUser();
  await setWebhookEnabled(user, "clio", true);
  await connectAccount(user, "clio");
});

async function listWebhooks() {
  const office = await sendControl(`${cloud().sandbox.clio}/_sandbox/office`);
  return z.object({ webhooks: z.array(webhookSchema) }).parse(office).webhooks;
}

async function getWebhook() {
  const [webhook] = await listWebhooks();
  if (webhook === undefined) throw new Error("There is no webhook.");
  return webhook;
}

const push = async (event: Record<string, unknown>) =>
  z
    .array(deliverySchema)
    .parse(await sandbox("clio").push(event))
    .flatMap(({ attempts }) => attempts.map(({ status }) => status));

async function listTitles(): Promise<string[]> {
  const { json } = await user.get("/api/v1/activity?provider=clio");
  const items = z.object({ items: z.array(z.object({ title: z.string() })) }).parse(json).items;
  return items.map(({ title }) => title);
}

const tell = (url: string, secret: string) => createBrowser().post(url, { data: {} }, { "x-hook-secret": secret });

test("a webhook is on once its secret was given back, and its events become activities", async () => {
  await waitForSubscriptions(user, "active");
  const { url, status } = await getWebhook();
  expect([new URL(url).pathname, [...new URL(url).searchParams.keys()], status]).toEqual([
    "/api/integrations/clio/webhook",
    ["hook", "token"],
    "enabled",
  ]);
  expect(await push({ event: "updated", text: "Grace B. Hopper" })).toEqual([200]);
  await expect.poll(listTitles).toEqual(["Grace B. Hopper was changed"]);
});

test("the secret is stored sealed, in a row that ends with the webhook", async () => {
  const { shared_secret } = await getWebhook();
  const rows = await listRows("transient", "hook#");
  expect(rows).toContainEqual(
    expect.objectContaining({ provider: "clio", secret: expect.any(Uint8Array), ttl: expect.any(Number) }),
  );
  const kept = JSON.stringify(rows, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  expect(kept).not.toContain(shared_secret);
});

test("a stranger's secret, or a second one, is refused, and the first stays", async () => {
  const { url, shared_secret } = await getWebhook();
  const elsewhere = new URL(url);
  elsewhere.searchParams.set("hook", "A".repeat(22));
  for (const [address, secret] of [
    [url, "a-secret-of-a-stranger"],
    [elsewhere.href, shared_secret],
  ] as const) {
    const answer = await tell(address, secret);
    expect([answer.status, answer.headers.get("x-hook-secret")]).toEqual([401, null]);
  }
  expect(await push({ event: "updated", text: "Still signed by the first" })).toEqual([200]);
  await expect.poll(listTitles).toContain("Still signed by the first was changed");
});

test("Clio may tell the same secret again, which changes nothing", async () => {
  const { url, shared_secret } = await getWebhook();
  expect((await tell(url, shared_secret)).headers.get("x-hook-secret")).toBe(shared_secret);
});

test("an event at the right address with another signature is logged, and nothing comes of it", async () => {
  const [row] = await readSubscriptionRows(user);
  const clio = await startWorker("clio");
  const { url } = await getWebhook();
  const headers = { "x-hook-signature": "0".repeat(64), "x-patchbay-hook": new URL(url).searchParams.get("hook") };
  const forged = { data: { id: 8001, name: "Mallory" }, meta: { event: "updated" } };
  expect(await clio.take(forged, { headers, link: row?.connection })).toBe("ignored: unauthorized");
  expect(await push({ forge: "signature", retry: false, text: "Forged" })).toEqual([200]);
  expect(await push({ text: "Genuine" })).toEqual([200]);
  await expect.poll(listTitles).toContain("Genuine was changed");
  expect((await listTitles()).join()).not.toMatch(/Mallory|Forged/);
});

test("a webhook of one connection proves nothing for another", async () => {
  const clio = await startWorker("clio");
  const { url } = await getWebhook();
  const headers = { "x-hook-signature": "0".repeat(64), "x-patchbay-hook": new URL(url).searchParams.get("hook") };
  expect(await clio.take({ data: { id: 1 }, meta: { event: "updated" } }, { headers, link: "B".repeat(22) })).toBe(
    "ignored: nobody",
  );
});

test("a webhook is renewed before it ends, with its address and its secret", async () => {
  const before = await getWebhook();
  const job = await startReconcileProcess();
  await makeDue(user, { expiresAt: Math.floor(Date.now() / 1000) + 86_400 });
  const [row] = await readSubscriptionRows(user);
  if (row === undefined) throw new Error("There is no subscription.");
  await sandbox("clio").forgetRequests();
  await job.keep(createReconcileMessage(row));
  const [renewed] = await readSubscriptionRows(user);
  expect(renewed).toMatchObject({ status: "active", remoteId: row.remoteId, resourceId: row.resourceId });
  expect(renewed?.expiresAt).toBeGreaterThan(Math.floor(Date.now() / 1000) + 29 * 86_400);
  expect(
    (await sandbox("clio").requests("/app.clio.com/api/v4/webhooks")).map(({ method, status }) => [method, status]),
  ).toEqual([["PUT", 200]]);
  expect(await getWebhook()).toEqual({ ...before, expires_at: expect.any(String) });
});

test("a webhook that is gone at Clio is opened anew, under another address and with a secret of its own", async () => {
  const before = await getWebhook();
  const [row] = await readSubscriptionRows(user);
  if (row === undefined) throw new Error("There is no subscription.");
  const job = await startReconcileProcess();
  await makeDue(user, { remoteId: "1", expiresAt: Math.floor(Date.now() / 1000) + 60 });
  await job.keep(createReconcileMessage(row));
  const opened = (await listWebhooks()).find(({ id }) => id !== before.id);
  expect(opened).toMatchObject({ status: "enabled" });
  expect(new URL(opened?.url ?? "").searchParams.get("hook")).not.toBe(new URL(before.url).searchParams.get("hook"));
  expect(await readSubscriptionRows(user)).toMatchObject([{ status: "active", remoteId: String(opened?.id) }]);
});

test("disconnecting deletes the webhook, forgets its secret and gives the grant back", async () => {
  const [row] = await readSubscriptionRows(user);
  await user.delete("/api/integrations/clio");
  await expect.poll(async () => (await listWebhooks()).map(({ id }) => String(id))).not.toContain(row?.remoteId);
  await expect.poll(async () => (await listRows("transient", `hook#${row?.resourceId}`)).length).toBe(0);
  await expect.poll(async () => (await sandbox("clio").requests("/app.clio.com/oauth/deauthorize")).length).toBe(1);
});
