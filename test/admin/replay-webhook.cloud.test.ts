import { beforeEach, expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { createBatch } from "../webhooks/support/messages.ts";
import { createAdminEndpoint, listAuditEntries } from "./support/replays.ts";
import { createDeliveryHistory, pickUnusedHour } from "./support/rows.ts";

beforeEach(() => spy.forget());

const lambda = "admin-replay-webhook";
const stageAdmin = () => ({ sub: `stage-admin-${crypto.randomUUID()}` });

test("a replay is accepted, audited, and processed like a new delivery", async () => {
  const { addFailed, user, worker } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhook");
  const [message] = await addFailed(pickUnusedHour(), 1);
  const admin = stageAdmin();
  const answer = await ask(admin, { id: message?.receipt ?? "" });
  const [replay] = await listQueued();
  expect(answer).toEqual({ status: 202, json: { id: replay?.receipt, replayOf: message?.receipt } });
  expect(replay).toMatchObject({ replayOf: message?.receipt, again: false });
  expect(await listAuditEntries(admin)).toMatchObject([
    { action: "webhook_replayed", provider: "slack", delivery: message?.receipt, ip: "192.0.2.1" },
  ]);
  if (replay) await worker.work(createBatch(replay));
  expect(await user.listOutboxKeys()).toHaveLength(1);
});

test("a replay of a processed delivery reports it again, and so does a replay of that replay", async () => {
  const { addDelivery, user, worker } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhook");
  const { receipt } = await addDelivery(Date.now(), { name: "one", claims: [user.route], routes: [user.route] });
  await ask(stageAdmin(), { id: receipt });
  const [first] = await listQueued();
  if (first) await worker.work(createBatch(first));
  expect(await ask(stageAdmin(), { id: first?.receipt ?? "" })).toMatchObject({ json: { replayOf: receipt } });
  const [second] = await listQueued();
  if (second) await worker.work(createBatch(second));
  expect([first?.again, second?.again]).toEqual([true, true]);
  expect(await user.listOutboxKeys()).toHaveLength(3);
});

test("a tenant's administrator replays what the tenant saw, for the tenant alone", async () => {
  const { addFailed, user } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhook");
  const [message] = await addFailed(pickUnusedHour(), 1);
  const admin = { sub: "tenant-admin", org: user.org };
  expect((await ask(admin, { id: message?.receipt ?? "" })).status).toBe(202);
  expect(await listQueued()).toMatchObject([{ tenant: user.tenant }]);
});

test("another tenant's delivery looks as if it were not there: nothing is queued or audited", async () => {
  const { addFailed, addDelivery } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhook");
  const [theirs] = await addFailed(pickUnusedHour(), 1);
  const nobodys = await addDelivery(Date.now());
  const admin = { sub: "foreign-admin", org: crypto.randomUUID() };
  for (const id of [theirs?.receipt ?? "", nobodys.receipt, crypto.randomUUID()]) {
    expect((await ask(admin, { id })).status).toBe(404);
  }
  expect(await listQueued()).toEqual([]);
  expect(await listAuditEntries(admin)).toEqual([]);
});

test("the audit entry is written before the message is queued; a queue that refuses causes a 503", async () => {
  const { addFailed } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhook");
  const [message] = await addFailed(pickUnusedHour(), 1);
  const admin = stageAdmin();
  await spy.breakNext({ service: "sqs", operation: "SendMessage", lambda, action: "error500", times: 10 });
  expect((await ask(admin, { id: message?.receipt ?? "" })).status).toBe(503);
  expect(await listAuditEntries(admin)).toHaveLength(1);
  expect(await listQueued()).toEqual([]);
});

test("while the audit cannot be written nothing is replayed", async () => {
  const { addFailed } = await createDeliveryHistory();
  const { ask, listQueued } = await createAdminEndpoint("replay-webhook");
  const [message] = await addFailed(pickUnusedHour(), 1);
  await spy.breakNext({ service: "dynamodb", keyPrefix: "audit#", lambda, action: "error500", times: 10 });
  expect((await ask(stageAdmin(), { id: message?.receipt ?? "" })).status).toBe(503);
  expect(await listQueued()).toEqual([]);
});

test("only administrators can replay a delivery", async () => {
  const { askAsUser, listQueued } = await createAdminEndpoint("replay-webhook");
  expect((await askAsUser({ sub: "ada", org: "acme" }, { id: crypto.randomUUID() })).status).toBe(403);
  expect(await listQueued()).toEqual([]);
});
