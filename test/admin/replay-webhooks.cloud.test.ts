import { beforeEach, expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { createBatch } from "../webhooks/support/messages.ts";
import { createAdminEndpoint, listAuditEntries } from "./support/replays.ts";
import { createDeliveryHistory, hour, pickUnusedHour } from "./support/rows.ts";

beforeEach(() => spy.forget());

const stageAdmin = () => ({ sub: `stage-admin-${crypto.randomUUID()}` });
const span = (at: number, hours = 2) => ({
  provider: "slack",
  from: new Date(at).toISOString(),
  to: new Date(at + hours * hour).toISOString(),
});

test("failed deliveries of a period are queued, others are not, and the audit has the filter once", async () => {
  const { addFailed, addDelivery } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhooks");
  const at = pickUnusedHour();
  const messages = await addFailed(at, 12);
  await addDelivery(at + 5000);
  const admin = stageAdmin();
  expect(await ask(admin, { body: span(at) })).toEqual({ status: 202, json: { queued: 12, more: false } });
  const replayed = (await listQueued()).map(({ replayOf }) => replayOf);
  expect(new Set(replayed)).toEqual(new Set(messages.map(({ receipt }) => receipt)));
  expect(await listAuditEntries(admin)).toMatchObject([
    { action: "webhooks_replayed", provider: "slack", filter: { status: "failed", limit: 1000, ...times(at) } },
  ]);
});

const times = (at: number) => {
  const { from, to } = span(at);
  return { from, to };
};

test("only what a filter's kind names is replayed, and the audit has the kind", async () => {
  const { addFailed } = await createDeliveryHistory();
  const { ask } = await createAdminEndpoint("replay-webhooks");
  const at = pickUnusedHour();
  await addFailed(at, 2);
  const admin = stageAdmin();
  expect(await ask(admin, { body: { ...span(at), kind: "else" } })).toMatchObject({ json: { queued: 0 } });
  expect(await ask(admin, { body: { ...span(at), kind: "happening" } })).toMatchObject({ json: { queued: 2 } });
  const kinds = (await listAuditEntries(admin)).map(({ filter }) => filter);
  expect(kinds).toMatchObject([{ kind: "else" }, { kind: "happening" }]);
});

test("a limit is kept, and the next request continues with what was not replayed yet", async () => {
  const { addFailed, user, worker } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhooks");
  const at = pickUnusedHour();
  await addFailed(at, 5);
  expect(await ask(stageAdmin(), { body: { ...span(at), limit: 3 } })).toMatchObject({
    json: { queued: 3, more: true },
  });
  await worker.work(createBatch(...(await listQueued())));
  expect(await ask(stageAdmin(), { body: span(at) })).toMatchObject({ json: { queued: 2, more: false } });
  await worker.work(createBatch(...(await listQueued())));
  expect(await ask(stageAdmin(), { body: span(at) })).toMatchObject({ json: { queued: 0, more: false } });
  expect(await user.listOutboxKeys()).toHaveLength(5);
});

test("a tenant's administrator replays the tenant's own only", async () => {
  const [mine, theirs] = [await createDeliveryHistory(), await createDeliveryHistory()];
  const { ask, listQueued } = await createAdminEndpoint("replay-webhooks");
  const at = pickUnusedHour();
  const own = await mine.addFailed(at, 2);
  await theirs.addFailed(at + 1000, 2);
  const answer = await ask({ sub: "tenant-admin", org: mine.user.org }, { body: span(at) });
  expect(answer).toMatchObject({ json: { queued: 2 } });
  const messages = await listQueued();
  expect(new Set(messages.map(({ replayOf }) => replayOf))).toEqual(new Set(own.map(({ receipt }) => receipt)));
  expect(messages.every(({ tenant }) => tenant === mine.user.tenant)).toBe(true);
});

test("an administrator of the stage replays for the tenant that is named, one of a tenant for no other", async () => {
  const [one, other] = [await createDeliveryHistory(), await createDeliveryHistory()];
  const { ask, listQueued } = await createAdminEndpoint("replay-webhooks");
  const at = pickUnusedHour();
  await one.addFailed(at, 2);
  await other.addFailed(at, 1);
  const { org, tenant } = one.user;
  const elsewhere = await ask({ sub: "tenant-admin", org: other.user.org }, { body: { ...span(at), tenant: org } });
  expect(elsewhere.status).toBe(404);
  expect(await ask(stageAdmin(), { body: { ...span(at), tenant: org } })).toMatchObject({ json: { queued: 2 } });
  expect((await listQueued()).map((message) => message.tenant)).toEqual([tenant, tenant]);
});

test("a queue that refuses causes a 503, and a second request replays everything", async () => {
  const { addFailed } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhooks");
  const at = pickUnusedHour();
  await addFailed(at, 2);
  const lambda = "admin-replay-webhooks";
  await spy.breakNext({ service: "sqs", operation: "SendMessageBatch", lambda, action: "error500", times: 10 });
  expect((await ask(stageAdmin(), { body: span(at) })).status).toBe(503);
  await spy.forget();
  expect(await ask(stageAdmin(), { body: span(at) })).toMatchObject({ json: { queued: 2 } });
  expect(await listQueued()).toHaveLength(2);
});

test.each([
  ["more than a thousand", { limit: 1001 }],
  ["no provider", { provider: undefined }],
  ["a status there is not", { status: "lost" }],
])("%s is refused", async (_, over) => {
  const { ask, listQueued } = await createAdminEndpoint("replay-webhooks");
  expect((await ask(stageAdmin(), { body: { ...span(pickUnusedHour()), ...over } })).status).toBe(400);
  expect(await listQueued()).toEqual([]);
});

test("only administrators can replay deliveries in bulk", async () => {
  const { askAsUser } = await createAdminEndpoint("replay-webhooks");
  expect((await askAsUser({ sub: "ada", org: "acme" }, { body: span(pickUnusedHour()) })).status).toBe(403);
});
