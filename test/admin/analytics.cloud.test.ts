import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { toChange } from "../analytics/support/audit-stream.ts";
import { createAccount, nowSeconds } from "../connections/support/account.ts";
import { startContainer } from "../connections/support/containers.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { asUser, type Browser, createBrowser, tokenFor } from "../support/api.ts";
import { connectInBrowser } from "../support/flow.ts";
import { spy } from "../support/spy.ts";

resetBeforeEach();

const analytics = z.object({
  days: z.number(),
  providers: z.array(z.looseObject({ provider: z.string(), active: z.number(), new: z.number() })),
  files: z.array(
    z.object({ fileKey: z.string(), name: z.string().nullable(), reads: z.number(), lastRead: z.string() }),
  ),
});

const path = "/api/admin/analytics";
const stageAdmin = () => asUser({ sub: "stage-admin", role: "stage-admin" });
const tenantAdmin = (org: string) => asUser({ sub: "tenant-admin", org, role: "admin" });
const hour = 3_600_000;

async function readAnalytics(admin: Browser, query: Record<string, string> = {}) {
  const answer = await admin.get(`${path}?${new URLSearchParams(query)}`);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return analytics.parse(answer.json);
}

async function readProvider(admin: Browser, provider: string, query: Record<string, string> = {}) {
  const found = (await readAnalytics(admin, query)).providers.find((one) => one.provider === provider);
  if (found === undefined) throw new Error(`${provider} is missing.`);
  return found;
}

/** Folds audit rows of a new company, each so many hours ago. */
async function foldRows(org: string, provider: string, hoursAgo: readonly number[]) {
  const lambda = await startContainer("jobs/fold-audit");
  const rows = hoursAgo.map((ago) => ({
    tenant: `c#${org}`,
    provider,
    action: "connect",
    at: Date.now() - ago * hour,
  }));
  await lambda.invoke({ Records: rows.map((row, nth) => toChange(row, nth)) });
}

async function connectIn(org: string) {
  const person = { sub: randomUUID(), org };
  const user = await asUser(person);
  await connectInBrowser(user, "github");
  return createAccount("github", person, user);
}

test("a tenant's administrator sees that tenant, and the stage's all of them or one that is named", async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  const before = await readProvider(await stageAdmin(), "cerner");
  await foldRows(one, "cerner", [0, 0]);
  await foldRows(other, "cerner", [0]);
  expect(await readProvider(await tenantAdmin(one), "cerner")).toMatchObject({ new: 2 });
  expect(await readProvider(await tenantAdmin(other), "cerner")).toMatchObject({ new: 1 });
  expect(await readProvider(await stageAdmin(), "cerner")).toMatchObject({ new: before.new + 3 });
  expect(await readProvider(await stageAdmin(), "cerner", { tenant: other })).toMatchObject({ new: 1 });
  expect(await readProvider(await tenantAdmin(one), "cerner", { tenant: one })).toMatchObject({ new: 2 });
  expect((await (await tenantAdmin(one)).get(`${path}?tenant=${other}`)).status).toBe(404);
});

test("the days are counted back from today, which is one of them", async () => {
  const org = randomUUID();
  await foldRows(org, "epic", [0, 24, 24 * 6, 24 * 7, 24 * 89, 24 * 90]);
  const admin = await tenantAdmin(org);
  const counts = await Promise.all(["1", "2", "7", "8", "90"].map((days) => readProvider(admin, "epic", { days })));
  expect(counts.map((found) => found.new)).toEqual([1, 2, 3, 4, 5]);
  expect(await readAnalytics(admin)).toMatchObject({ days: 7 });
});

test("active connections and their idle time are those of the last pass over their index", async () => {
  const org = randomUUID();
  const [used, fresh, lost] = await Promise.all([1, 2, 3].map(() => connectIn(org)));
  await used?.change({ lastUsed: nowSeconds() - 1000 });
  await fresh?.change({ lastUsed: undefined, connectedAt: nowSeconds() - 3000 });
  await lost?.change({ status: "reconnect_needed" });
  const lambda = await startContainer("jobs/count-connections");
  await spy.forget();
  await lambda.invoke({});
  const found = await readProvider(await tenantAdmin(org), "github");
  expect(found).toMatchObject({ active: 2 });
  expect(found.meanIdleSeconds).toBeGreaterThanOrEqual(2000);
  expect(found.meanIdleSeconds).toBeLessThan(2030);
  expect((await readProvider(await stageAdmin(), "github")).active).toBeGreaterThanOrEqual(2);
  const calls = await spy.calls("jobs-count-connections");
  expect(new Set(calls.map(({ operation }) => operation))).toEqual(new Set(["Scan", "BatchGetItem", "UpdateItem"]));
  // A tenant whose connections have all gone is not written any more.
  await Promise.all([used, fresh, lost].map((account) => account?.user.delete("/api/integrations/github")));
  // Passes are an hour apart, and told apart by the second.
  const second = nowSeconds();
  await expect.poll(nowSeconds).toBeGreaterThan(second);
  await lambda.invoke({});
  expect(await readProvider(await tenantAdmin(org), "github")).toMatchObject({ active: 0, meanIdleSeconds: null });
});

test.each([
  ["no day", { days: "0" }],
  ["more than 90 days", { days: "91" }],
  ["half a day", { days: "0.5" }],
  ["a tenant without a name", { tenant: "" }],
  ["a tenant that no token can have", { tenant: "x".repeat(257) }],
])("%s is refused", async (_, query) => {
  expect((await (await stageAdmin()).get(`${path}?${new URLSearchParams(query)}`)).status).toBe(400);
});

test("only administrators can read it", async () => {
  const user = await asUser({ sub: "ada", org: "acme" });
  expect((await user.get(path)).status).toBe(403);
  const claims = { sub: "voice", client_id: "voice", scope: "integrations/tokens", org: "acme", role: "admin" };
  const service = createBrowser(await tokenFor({ sub: "voice" }, { claims }));
  expect((await service.get(path)).status).toBe(403);
});

test("what is read is a bounded number of rows by their keys, never a scan", async () => {
  const calls = await spy.during(async () => readAnalytics(await stageAdmin(), { days: "90" }), "admin-read-analytics");
  expect(calls.filter((call) => !/^dynamodb (Query|GetItem) usage#$/.test(call))).toEqual([]);
  expect(calls.length).toBeLessThanOrEqual(10);
});
