import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { connectAccount, problemAnswer } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { listRows } from "../integrations/support/tables.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { setWebhookEnabled, waitForSubscriptions } from "../subscriptions/support/world.ts";
import { asUser } from "../support/api.ts";
import { spy } from "../support/spy.ts";

beforeEach(resetWorld);

/** An administrator of a tenant, or of the stage. */
const admin = (org?: string) =>
  asUser({ sub: `admin-${crypto.randomUUID()}`, ...(org ? { org, role: "admin" } : { role: "stage-admin" }) });
const found = z.object({ channels: z.array(z.looseObject({ id: z.string(), kind: z.string(), status: z.string() })) });

async function connectWatched(): Promise<TestUser> {
  const user = await createUser("acme");
  await connectAccount(user, "gmail");
  await setWebhookEnabled(user, "gmail", true);
  await waitForSubscriptions(user, "active");
  return user;
}

const adminPath = (user: TestUser, tenant?: string) =>
  `/api/admin/channels?${new URLSearchParams({ user: user.sub, ...(tenant ? { tenant } : {}) })}`;

async function getSubscriptionId(user: TestUser): Promise<string> {
  const { json } = await (await admin("acme")).get(adminPath(user));
  return found.parse(json).channels[0]?.id ?? "";
}

test("shows an administrator a user's channels", async () => {
  const user = await connectWatched();
  const { status, json } = await (await admin("acme")).get(adminPath(user));
  expect(status).toBe(200);
  expect(found.parse(json).channels).toMatchObject([
    { kind: "mailbox", status: "active", provider: "gmail", failures: 0, nextLookAt: expect.any(String) },
  ]);
});

test("shows the stage's administrator those of any tenant", async () => {
  const user = await connectWatched();
  const { json } = await (await admin()).get(adminPath(user, "acme"));
  expect(found.parse(json).channels).toHaveLength(1);
});

test("shows another tenant's administrator nothing", async () => {
  const user = await connectWatched();
  const globex = await admin("globex");
  expect(await globex.get(adminPath(user))).toMatchObject({ status: 200, json: { channels: [] } });
  expect(await globex.get(adminPath(user, "acme"))).toMatchObject(problemAnswer(404, "not_found"));
});

test("is for administrators only", async () => {
  const user = await connectWatched();
  expect(await user.get(adminPath(user))).toMatchObject(problemAnswer(403, "forbidden"));
  expect(await user.post(`/api/admin/channels/${await getSubscriptionId(user)}/recreate`)).toMatchObject(
    problemAnswer(403, "forbidden"),
  );
});

test("opens a channel again, and audits who requested it", async () => {
  const user = await connectWatched();
  const id = await getSubscriptionId(user);
  await getSandbox("gmail").forgetRequests();
  expect((await (await admin("acme")).post(`/api/admin/channels/${id}/recreate`)).status).toBe(202);
  await expect.poll(() => getSandbox("gmail").requests("/gmail/v1/users/me/watch")).toHaveLength(1);
  const entries = (await listRows("audit")).filter((entry) => entry.user === user.sub);
  expect(entries).toContainEqual(
    expect.objectContaining({
      action: "channel_recreated",
      provider: "gmail",
      actor: expect.stringMatching(/^admin-/),
    }),
  );
});

test("finds no channel of another tenant, and none under a made-up id", async () => {
  const user = await connectWatched();
  const id = await getSubscriptionId(user);
  const globex = await admin("globex");
  expect(await globex.post(`/api/admin/channels/${id}/recreate`)).toMatchObject(problemAnswer(404, "not_found"));
  const madeUp = Buffer.from(JSON.stringify(["c#acme", user.sub, "gmail", "x", "y"])).toString("base64url");
  for (const wrong of [madeUp, "AAAA"]) {
    const answer = await (await admin("acme")).post(`/api/admin/channels/${wrong}/recreate`);
    expect(answer).toMatchObject(problemAnswer(404, "not_found"));
  }
});

test("the list of connections stays one read with channels in it", async () => {
  const user = await connectWatched();
  await user.get("/api/integrations");
  const made = await spy.during(() => user.get("/api/integrations"), "integrations-list");
  expect(made).toEqual(["dynamodb Query owner#"]);
});
