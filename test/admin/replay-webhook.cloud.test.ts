import { beforeEach, expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { createBatch } from "../webhooks/support/messages.ts";
import { adminEndpoint, listAudited } from "./support/replays.ts";
import { createDeliveryHistory, pickUnusedHour } from "./support/rows.ts";

beforeEach(() => spy.forget());

const lambda = "admin-replay-webhook";
const stageAdmin = () => ({ sub: `stage-admin-${crypto.randomUUID()}` });

test("a replay is accepted, audited, and worked on like an arrival of its own", async () => {
  const { addFailed: failed, user, worker } = await createDeliveryHistory();
  const { ask, queued } = await adminEndpoint("replay-webhook");
  const [message] = await failed(pickUnusedHour(), 1);
  const admin = stageAdmin();
  const answer = await ask(admin, { id: message?.receipt ?? "" });
  const [replay] = await queued();
  expect(answer).toEqual({ status: 202, json: { id: replay?.receipt, replayOf: message?.receipt } });
  expect(replay).toMatchObject({ replayOf: message?.receipt, again: false });
  expect(await listAudited(admin)).toMatchObject([
    { action: "webhook_replayed", provider: "slack", delivery: message?.receipt, ip: "192.0.2.1" },
  ]);
  if (replay) await worker.work(createBatch(replay));
  expect(await user.listAnnounced()).toHaveLength(1);
});

test("a replay of what was processed tells it again, and so does a replay of that replay", async () => {
  const { addArrived: arrived, user, worker } = await createDeliveryHistory();
  const { ask, queued } = await adminEndpoint("replay-webhook");
  const { receipt } = await arrived(Date.now(), { name: "one", claims: [user.route], routes: [user.route] });
  await ask(stageAdmin(), { id: receipt });
  const [first] = await queued();
  if (first) await worker.work(createBatch(first));
  expect(await ask(stageAdmin(), { id: first?.receipt ?? "" })).toMatchObject({ json: { replayOf: receipt } });
  const [second] = await queued();
  if (second) await worker.work(createBatch(second));
  expect([first?.again, second?.again]).toEqual([true, true]);
  expect(await user.listAnnounced()).toHaveLength(3);
});

test("a tenant's administrator replays what the tenant saw, for the tenant alone", async () => {
  const { addFailed: failed, user } = await createDeliveryHistory();
  const { ask, queued } = await adminEndpoint("replay-webhook");
  const [message] = await failed(pickUnusedHour(), 1);
  const admin = { sub: "tenant-admin", org: user.org };
  expect((await ask(admin, { id: message?.receipt ?? "" })).status).toBe(202);
  expect(await queued()).toMatchObject([{ tenant: user.tenant }]);
});

test("another tenant's delivery looks as if it were not there: nothing is queued or audited", async () => {
  const { addFailed: failed, addArrived: arrived } = await createDeliveryHistory();
  const { ask, queued } = await adminEndpoint("replay-webhook");
  const [theirs] = await failed(pickUnusedHour(), 1);
  const nobodys = await arrived(Date.now());
  const admin = { sub: "foreign-admin", org: crypto.randomUUID() };
  for (const id of [theirs?.receipt ?? "", nobodys.receipt, crypto.randomUUID()]) {
    expect((await ask(admin, { id })).status).toBe(404);
  }
  expect(await queued()).toEqual([]);
  expect(await listAudited(admin)).toEqual([]);
});

test("the audit is written before the queue is asked; a queue that refuses is a 503", async () => {
  const { addFailed: failed } = await createDeliveryHistory();
  const { ask, queued } = await adminEndpoint("replay-webhook");
  const [message] = await failed(pickUnusedHour(), 1);
  const admin = stageAdmin();
  await spy.breakNext({ service: "sqs", operation: "SendMessage", lambda, action: "error500", times: 10 });
  expect((await ask(admin, { id: message?.receipt ?? "" })).status).toBe(503);
  expect(await listAudited(admin)).toHaveLength(1);
  expect(await queued()).toEqual([]);
});

test("while the audit cannot be written nothing is replayed", async () => {
  const { addFailed: failed } = await createDeliveryHistory();
  const { ask, queued } = await adminEndpoint("replay-webhook");
  const [message] = await failed(pickUnusedHour(), 1);
  await spy.breakNext({ service: "dynamodb", keyPrefix: "audit#", lambda, action: "error500", times: 10 });
  expect((await ask(stageAdmin(), { id: message?.receipt ?? "" })).status).toBe(503);
  expect(await queued()).toEqual([]);
});

test("nobody but administrators replays", async () => {
  const { askAsUser, queued } = await adminEndpoint("replay-webhook");
  expect((await askAsUser({ sub: "ada", org: "acme" }, { id: crypto.randomUUID() })).status).toBe(403);
  expect(await queued()).toEqual([]);
});
