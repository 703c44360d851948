import { expect, test } from "vitest";
import * as z from "zod";
import { asUser, type Browser } from "../support/api.ts";
import { spy } from "../support/spy.ts";
import { createDeliveryHistory, hour, pickUnusedHour } from "./support/rows.ts";

const page = z.object({
  webhooks: z.array(z.looseObject({ id: z.string(), status: z.string(), tenants: z.array(z.string()) })),
  nextPageToken: z.string().optional(),
});

const stageAdmin = () => asUser({ sub: "stage-admin", role: "stage-admin" });
const path = "/api/admin/webhooks";

async function listWebhooks(admin: Browser, from: number, to: number, more: Record<string, string> = {}) {
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const answer = await admin.get(`${path}?${new URLSearchParams({ provider: "slack", ...span, ...more })}`);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return page.parse(answer.json);
}

/** All pages, in order. */
async function listAll(admin: Browser, from: number, to: number, more: Record<string, string> = {}) {
  const pages = [await listWebhooks(admin, from, to, more)];
  for (let token = pages[0]?.nextPageToken; token !== undefined; token = pages.at(-1)?.nextPageToken) {
    pages.push(await listWebhooks(admin, from, to, { ...more, pageToken: token }));
  }
  return pages;
}

const ids = (pages: readonly z.output<typeof page>[]) => pages.flatMap(({ webhooks }) => webhooks.map(({ id }) => id));

test("the log shows what came, how it went and for whom, and never what was in it", async () => {
  const { addDelivery, user } = await createDeliveryHistory();
  const at = pickUnusedHour();
  const { receipt } = await addDelivery(at + 5000, {
    name: "one",
    claims: [user.route],
    routes: [user.route],
    note: "canary",
  });
  const { webhooks } = await listWebhooks(await stageAdmin(), at, at + hour);
  expect(webhooks).toEqual([
    {
      id: receipt,
      provider: "slack",
      kind: "happening",
      status: "processed",
      attempts: 1,
      receivedAt: new Date(at + 5000).toISOString(),
      finishedAt: expect.stringMatching(/^\d{4}-/),
      tenants: [user.tenant],
    },
  ]);
});

test("the log lists the newest first, and each delivery on one page only", async () => {
  const { addDelivery } = await createDeliveryHistory();
  const at = pickUnusedHour();
  const times = Array.from({ length: 24 }, (_, nth) => at + Math.floor(nth / 2) * 15 * 60_000);
  const messages = await Promise.all(times.map((time) => addDelivery(time)));
  const pages = await listAll(await stageAdmin(), at, at + 3 * hour, { limit: "7" });
  expect(pages.every(({ webhooks }) => webhooks.length <= 7)).toBe(true);
  expect(new Set(ids(pages))).toEqual(new Set(messages.map(({ receipt }) => receipt)));
  expect(ids(pages)).toHaveLength(24);
  const received = pages.flatMap(({ webhooks }) => webhooks.map(({ receivedAt }) => String(receivedAt)));
  expect(received).toEqual([...received].sort().reverse());
});

test("the log can be filtered by status", async () => {
  const { addDelivery, addFailed, user } = await createDeliveryHistory();
  const at = pickUnusedHour();
  const [bad] = await addFailed(at, 1);
  await addDelivery(at + 1);
  await addDelivery(at + 2, { name: "good", claims: [user.route], routes: [user.route] });
  const admin = await stageAdmin();
  expect(ids(await listAll(admin, at, at + hour, { status: "failed" }))).toEqual([bad?.receipt]);
  expect(ids(await listAll(admin, at, at + hour, { status: "duplicate" }))).toEqual([]);
  expect(ids(await listAll(admin, at, at + hour))).toHaveLength(3);
});

test("the log can be filtered by what happened", async () => {
  const { addFailed } = await createDeliveryHistory();
  const at = pickUnusedHour();
  await addFailed(at, 2);
  const admin = await stageAdmin();
  expect(ids(await listAll(admin, at, at + hour, { kind: "happening" }))).toHaveLength(2);
  expect(ids(await listAll(admin, at, at + hour, { kind: "else" }))).toEqual([]);
});

test("the period includes its start and excludes its end", async () => {
  const { addDelivery } = await createDeliveryHistory();
  const at = pickUnusedHour();
  const [first] = [await addDelivery(at), await addDelivery(at + hour)];
  expect(ids(await listAll(await stageAdmin(), at, at + hour))).toEqual([first?.receipt]);
});

test("a tenant's administrator sees what the tenant saw, nobody else's name, and nothing that was for nobody", async () => {
  const one = await createDeliveryHistory();
  const other = await createDeliveryHistory();
  const at = pickUnusedHour();
  const { addDelivery, user } = one;
  const mine = await addDelivery(at, { name: "mine", claims: [user.route], routes: [user.route] });
  await other.addDelivery(at + 1, { name: "theirs", claims: [other.user.route], routes: [other.user.route] });
  const both = [user.route, other.user.route];
  const shared = await addDelivery(at + 2, { name: "shared", claims: both.map((route) => `${route}+`), routes: both });
  await addDelivery(at + 3);
  await addDelivery(at + 4, { routes: ["T-nobody"] });
  const admin = await asUser({ sub: "tenant-admin", org: user.org, role: "admin" });
  const pages = await listAll(admin, at, at + hour, { limit: "1" });
  expect(ids(pages)).toEqual([shared.receipt, mine.receipt]);
  expect(pages.flatMap(({ webhooks }) => webhooks.flatMap(({ tenants }) => tenants))).toEqual([
    user.tenant,
    user.tenant,
  ]);
  expect(ids(await listAll(await stageAdmin(), at, at + hour))).toHaveLength(5);
});

test("an administrator of the stage can name a tenant, one of a tenant no other", async () => {
  const [one, other] = [await createDeliveryHistory(), await createDeliveryHistory()];
  const at = pickUnusedHour();
  const [mine] = await one.addFailed(at, 1);
  await other.addFailed(at, 1);
  const { org = "" } = one.user;
  expect(ids(await listAll(await stageAdmin(), at, at + hour, { tenant: org }))).toEqual([mine?.receipt]);
  const admin = await asUser({ sub: "tenant-admin", org: other.user.org, role: "admin" });
  expect((await admin.get(`${path}?provider=slack&tenant=${org}`)).status).toBe(404);
  expect((await admin.get(`${path}?provider=slack&tenant=${other.user.org}`)).status).toBe(200);
});

test("an administrator without a tenant is none of the stage: nothing of anybody's is shown or replayed", async () => {
  const { addDelivery, user } = await createDeliveryHistory();
  const at = pickUnusedHour();
  const { receipt } = await addDelivery(at, { name: "one", claims: [user.route], routes: [user.route] });
  const admin = await asUser({ sub: "admin-of-none", role: "admin" });
  expect(ids(await listAll(admin, at, at + hour))).toEqual([]);
  expect((await admin.post(`${path}/${receipt}/replay`)).status).toBe(404);
});

test("a week with one delivery costs a bounded number of queries a page, and the delivery is found", async () => {
  const { addDelivery } = await createDeliveryHistory();
  const at = pickUnusedHour() - 5 * 24 * hour;
  const { receipt } = await addDelivery(at);
  const admin = await stageAdmin();
  const first = await spy.during(
    () => listWebhooks(admin, at, at + 4 * 24 * hour, { limit: "1" }),
    "admin-list-webhooks",
  );
  expect(first.length).toBeLessThanOrEqual(240);
  expect(ids(await listAll(admin, at, at + 4 * 24 * hour, { status: "ignored" }))).toContain(receipt);
});

test("the log is read by its index alone, never by a scan", async () => {
  const at = pickUnusedHour();
  const calls = await spy.during(async () => listWebhooks(await stageAdmin(), at, at + hour), "admin-list-webhooks");
  expect(new Set(calls)).toEqual(new Set(["dynamodb Query slack#"]));
  expect(calls).toHaveLength(20);
});

test.each([
  ["an unknown provider", { provider: "acme" }],
  ["no provider", {}],
  ["a kind without a name", { provider: "slack", kind: "" }],
  ["an unknown status", { provider: "slack", status: "lost" }],
  ["a limit above 200", { provider: "slack", limit: "201" }],
  ["a time that is none", { provider: "slack", from: "yesterday" }],
  ["a page token of somebody's own", { provider: "slack", pageToken: "eHh4" }],
])("%s is refused", async (_, query) => {
  expect((await (await stageAdmin()).get(`${path}?${new URLSearchParams(query)}`)).status).toBe(400);
});

test("only administrators can read the log", async () => {
  const user = await asUser({ sub: "ada", org: "acme" });
  expect((await user.get(`${path}?provider=slack`)).status).toBe(403);
});
