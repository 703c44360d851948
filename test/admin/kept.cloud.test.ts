// What is kept of a provider's answers for a connection, for administrators.
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { asService } from "../broker/support/services.ts";
import { connectAccount, listConnections, problemAnswer } from "../integrations/support/connections.ts";
import { getSandbox } from "../integrations/support/facts.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { listRows } from "../integrations/support/tables.ts";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { listAuditRows } from "../support/audit-rows.ts";
import { spy } from "../support/spy.ts";
import { asAdmin, createOrg, readPages } from "./support/connection-rows.ts";

beforeEach(resetWorld);

const kept = z.object({
  id: z.string(),
  kept: z.array(z.object({ name: z.string(), keptAt: z.string(), expiresAt: z.string(), size: z.number() })),
  nextPageToken: z.string().optional(),
});
const path = (id: string) => `/api/admin/connections/${id}`;
const listChannels = (user: TestUser) => user.get("/api/integrations/slack/channels");

async function connectSlack(org: string) {
  const user = await createUser(org);
  await connectAccount(user, "slack");
  const [connection] = await listConnections(user);
  return { user, id: connection?.id ?? "" };
}

test("shows one connection with what is kept of its provider's answers, and nothing of their content", async () => {
  const org = createOrg();
  const { user, id } = await connectSlack(org);
  const admin = await asAdmin(org);
  expect(await admin.get(path(id))).toMatchObject({ status: 200, json: { id, user: user.sub, kept: [] } });
  const channels = await listChannels(user);
  expect(channels.status).toBe(200);
  const answer = await admin.get(path(id));
  const { kept: found } = kept.parse(answer.json);
  expect(found).toEqual([
    {
      name: expect.stringMatching(/^channels:/),
      keptAt: expect.any(String),
      expiresAt: expect.any(String),
      size: expect.any(Number),
    },
  ]);
  expect(found[0]?.size).toBeGreaterThan(100);
  expect(Date.parse(found[0]?.expiresAt ?? "")).toBeGreaterThan(Date.now());
  const [row] = (await listRows("transient", "cache#")).filter(({ pk }) => pk.includes(user.sub));
  expect(answer.text).not.toContain(
    Buffer.from(row?.content as Uint8Array)
      .toString("base64")
      .slice(0, 40),
  );
});

test("empties it: the next request asks the provider again, and the audit says who did it and of how much", async () => {
  const org = createOrg();
  const { user, id } = await connectSlack(org);
  await listChannels(user);
  const listAsked = () => getSandbox("slack").requests("/api/conversations.list");
  const before = (await listAsked()).length;
  await listChannels(user);
  expect(await listAsked()).toHaveLength(before);
  const admin = await asAdmin(org);
  expect(await admin.delete(`${path(id)}/kept`)).toMatchObject({ status: 200, json: { id, deleted: 1 } });
  expect(await admin.get(path(id))).toMatchObject({ json: { kept: [] } });
  expect((await listChannels(user)).status).toBe(200);
  expect((await listAsked()).length).toBeGreaterThan(before);
  const entries = (await listAuditRows(`c#${org}`)).filter(({ action }) => action === "kept_emptied");
  expect(entries).toMatchObject([
    {
      user: user.sub,
      provider: "slack",
      connection: id,
      rows: 1,
      actor: expect.stringMatching(/^admin-/),
      ip: expect.any(String),
    },
  ]);
});

test("emptying again deletes nothing, and is audited too", async () => {
  const org = createOrg();
  const { id } = await connectSlack(org);
  const admin = await asAdmin(org);
  expect(await admin.delete(`${path(id)}/kept`)).toMatchObject({ status: 200, json: { id, deleted: 0 } });
  expect((await listAuditRows(`c#${org}`)).at(-1)).toMatchObject({ action: "kept_emptied", rows: 0 });
});

test("while the audit cannot be written nothing is deleted", async () => {
  const org = createOrg();
  const { user, id } = await connectSlack(org);
  await listChannels(user);
  const admin = await asAdmin(org);
  const lambda = "admin-empty-kept";
  await spy.breakNext({ service: "dynamodb", keyPrefix: "audit#", lambda, action: "error500", times: 10 });
  expect((await admin.delete(`${path(id)}/kept`)).status).toBe(503);
  expect(kept.parse((await admin.get(path(id))).json).kept).toHaveLength(1);
});

test("what is kept is shown a page at a time, each answer once", async () => {
  const org = createOrg();
  const user = await createUser(org);
  await connectAccount(user, "github");
  const [connection] = await listConnections(user);
  const id = connection?.id ?? "";
  for (const limit of [1, 2, 3, 4, 5]) await user.get(`/api/integrations/github/repositories?limit=${limit}`);
  const admin = await asAdmin(org);
  const pages = await readPages(async (pageToken = "") => {
    const query = new URLSearchParams({ limit: "2", ...(pageToken ? { pageToken } : {}) });
    const { kept: items, nextPageToken: next } = kept.parse((await admin.get(`${path(id)}?${query}`)).json);
    return { items, next };
  });
  const names = pages.flat().map(({ name }) => name);
  const rows = (await listRows("transient", "cache#")).filter(({ pk }) => pk.includes(user.sub));
  expect(rows.length).toBeGreaterThan(3);
  expect(names.sort()).toEqual(rows.map(({ sk }) => sk).sort());
  expect(names.every((name) => name.startsWith("etag#"))).toBe(true);
});

test("the stage's administrator sees and empties it in any tenant; another tenant's sees no such connection", async () => {
  const org = createOrg();
  const { user, id } = await connectSlack(org);
  await listChannels(user);
  const foreign = await asAdmin(createOrg());
  for (const answer of [await foreign.get(path(id)), await foreign.delete(`${path(id)}/kept`)])
    expect(answer).toMatchObject(problemAnswer(404, "not_found"));
  const stageAdmin = await asAdmin();
  expect(await stageAdmin.get(path(id))).toMatchObject({ status: 200, json: { id, tenant: `c#${org}` } });
  expect(await stageAdmin.delete(`${path(id)}/kept`)).toMatchObject({ json: { deleted: 1 } });
});

test("is for administrators only", async () => {
  const { user, id } = await connectSlack(createOrg());
  const service = await asService();
  for (const caller of [user, service]) {
    expect(await caller.get(path(id))).toMatchObject(problemAnswer(403, "forbidden"));
    expect(await caller.delete(`${path(id)}/kept`)).toMatchObject(problemAnswer(403, "forbidden"));
  }
});

test.each(["A".repeat(22), "no-such"])("there is no connection %s", async (id) => {
  expect(await (await asAdmin()).get(path(id))).toMatchObject(problemAnswer(404, "not_found"));
});

test("an account's id at the provider is no connection's id, though events are routed by it", async () => {
  const org = createOrg();
  const { user } = await connectSlack(org);
  const [connection] = await listConnections(user);
  const accountId = String(connection?.accountId);
  expect(await (await asAdmin(org)).get(path(accountId))).toMatchObject(problemAnswer(404, "not_found"));
});
