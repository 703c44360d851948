import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { connected, problem } from "../integrations/support/connections.ts";
import { sandboxOf } from "../integrations/support/facts.ts";
import { freshWorld } from "../integrations/support/reset.ts";
import { type Someone, someone } from "../integrations/support/someone.ts";
import { rowsOf } from "../integrations/support/tables.ts";
import { asUser } from "../support/api.ts";
import { spy } from "../support/spy.ts";
import { untilChannels, want } from "./support/world.ts";

beforeEach(freshWorld);

const admin = (org?: string) => asUser({ sub: `admin-${crypto.randomUUID()}`, role: "admin", ...(org ? { org } : {}) });
const found = z.object({ channels: z.array(z.looseObject({ id: z.string(), kind: z.string(), status: z.string() })) });

async function watched(): Promise<Someone> {
  const user = await someone("acme");
  await connected(user, "gmail");
  await want(user, "gmail", true);
  await untilChannels(user, "active");
  return user;
}

const at = (user: Someone, tenant?: string) =>
  `/api/admin/channels?${new URLSearchParams({ user: user.sub, ...(tenant ? { tenant } : {}) })}`;

async function idFor(user: Someone): Promise<string> {
  const { json } = await (await admin("acme")).get(at(user));
  return found.parse(json).channels[0]?.id ?? "";
}

test("shows an administrator a user's channels", async () => {
  const user = await watched();
  const { status, json } = await (await admin("acme")).get(at(user));
  expect(status).toBe(200);
  expect(found.parse(json).channels).toMatchObject([
    { kind: "mailbox", status: "active", provider: "gmail", failures: 0, nextLookAt: expect.any(String) },
  ]);
});

test("shows the stage's administrator those of any tenant", async () => {
  const user = await watched();
  const { json } = await (await admin()).get(at(user, "acme"));
  expect(found.parse(json).channels).toHaveLength(1);
});

test("shows another tenant's administrator nothing", async () => {
  const user = await watched();
  const globex = await admin("globex");
  expect(await globex.get(at(user))).toMatchObject({ status: 200, json: { channels: [] } });
  expect(await globex.get(at(user, "acme"))).toMatchObject(problem(404, "not_found"));
});

test("is for administrators only", async () => {
  const user = await watched();
  expect(await user.get(at(user))).toMatchObject(problem(403, "forbidden"));
  expect(await user.post(`/api/admin/channels/${await idFor(user)}/recreate`)).toMatchObject(problem(403, "forbidden"));
});

test("makes a channel anew, and writes down who wanted it", async () => {
  const user = await watched();
  const id = await idFor(user);
  await sandboxOf("gmail").forgetRequests();
  expect((await (await admin("acme")).post(`/api/admin/channels/${id}/recreate`)).status).toBe(202);
  await expect.poll(() => sandboxOf("gmail").requests("/gmail/v1/users/me/watch")).toHaveLength(1);
  const entries = (await rowsOf("audit")).filter((entry) => entry.user === user.sub);
  expect(entries).toContainEqual(
    expect.objectContaining({
      action: "channel_recreated",
      provider: "gmail",
      actor: expect.stringMatching(/^admin-/),
    }),
  );
});

test("finds no channel of another tenant, and none under a made-up id", async () => {
  const user = await watched();
  const id = await idFor(user);
  const globex = await admin("globex");
  expect(await globex.post(`/api/admin/channels/${id}/recreate`)).toMatchObject(problem(404, "not_found"));
  const madeUp = Buffer.from(JSON.stringify(["c#acme", user.sub, "gmail", "x", "y"])).toString("base64url");
  for (const wrong of [madeUp, "AAAA"]) {
    const answer = await (await admin("acme")).post(`/api/admin/channels/${wrong}/recreate`);
    expect(answer).toMatchObject(problem(404, "not_found"));
  }
});

test("the list of connections stays one read with channels in it", async () => {
  const user = await watched();
  await user.get("/api/integrations");
  const made = await spy.during(() => user.get("/api/integrations"), "integrations-list");
  expect(made).toEqual(["dynamodb Query owner#"]);
});
