import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { key } from "../../lib/store/table.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import {
  type Acme,
  createRoutedUser,
  type RoutedUser,
  startAcme,
  startWorker,
  type Worker,
} from "./support/acme-worker.ts";
import { createBatch, createDelivery, readLogRow, readStatus, type TestDelivery } from "./support/messages.ts";

interface Scene {
  readonly acme: Acme;
  readonly worker: Worker;
  readonly user: RoutedUser;
  readonly message: TestDelivery;
}

async function createScene(over: Record<string, unknown> = {}): Promise<Scene> {
  const acme = await startAcme();
  const user = await createRoutedUser();
  const worker = await startWorker(acme);
  const message = createDelivery({ name: "one", claims: [`one-${user.route}`], routes: [user.route], ...over });
  return { acme, worker, user, message };
}

/** A replay message, as the admin endpoint queues it. */
function createReplay({ receipt: original }: TestDelivery, over: Record<string, unknown> = {}): TestDelivery {
  const receipt = crypto.randomUUID();
  return { receipt, body: JSON.stringify({ receipt, provider: "slack", replayOf: original, again: false, ...over }) };
}

test("a replay of what failed does it now, tells it once, and has a row of its own", async () => {
  const { acme, worker, user, message } = await createScene();
  acme.advise("begin/one", { fail: "permanent" });
  await worker.work(createBatch(message));
  acme.advise("begin/one", {});
  const replay = createReplay(message);
  expect(await worker.work(createBatch(replay))).toEqual([]);
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
  expect(await readLogRow(replay.receipt)).toMatchObject({ status: "processed", replayOf: message.receipt });
  expect(await readLogRow(message.receipt)).toMatchObject({ status: "failed", replayedAt: expect.any(Number) });
});

test("a replay of what failed after it was told does not tell it again", async () => {
  const { acme, worker, user, message } = await createScene();
  acme.advise("end/one", { fail: "transient" });
  await worker.work(createBatch(message));
  acme.advise("end/one", {});
  await worker.work(createBatch(createReplay(message)));
  expect(acme.times("end")).toBe(2);
  expect(await user.listOutboxKeys()).toEqual(["acme#one"]);
});

test("a replay of what was processed is not swallowed as a duplicate: it is told again", async () => {
  const { worker, user, message } = await createScene();
  await worker.work(createBatch(message));
  const replay = createReplay(message, { again: true });
  await worker.work(createBatch(replay));
  expect(await user.listOutboxKeys()).toEqual(["acme#one", `acme#one#replay#${replay.receipt}`]);
  expect(await readStatus(message.receipt)).toBe("processed");
});

test("a replay that the queue hands out twice acts once", async () => {
  const { acme, worker, user, message } = await createScene();
  await worker.work(createBatch(message));
  const replay = createReplay(message, { again: true });
  await worker.work(createBatch(replay));
  expect(await worker.work(createBatch(replay))).toEqual([]);
  expect(acme.times("begin")).toBe(2);
  expect(await user.listOutboxKeys()).toHaveLength(2);
});

test("two replays are processed twice", async () => {
  const { worker, user, message } = await createScene();
  await worker.work(createBatch(message));
  await worker.work(createBatch(createReplay(message, { again: true }), createReplay(message, { again: true })));
  expect(await user.listOutboxKeys()).toHaveLength(3);
});

test("the event's own claim stands after a replay: a late repetition is a duplicate", async () => {
  const { worker, user, message } = await createScene();
  await worker.work(createBatch(message));
  await worker.work(createBatch(createReplay(message)));
  const late = createDelivery({ name: "one", claims: [`one-${user.route}`], routes: [user.route] });
  await worker.work(createBatch(late));
  expect(await readStatus(late.receipt)).toBe("duplicate");
});

test("a tenant's administrator replays for that tenant only", async () => {
  const { acme, worker, user, message } = await createScene();
  const other = await createRoutedUser(user.route);
  acme.advise("begin/one", { fail: "permanent" });
  await worker.work(createBatch(message));
  acme.advise("begin/one", {});
  await worker.work(createBatch(createReplay(message, { tenant: user.tenant })));
  expect([await user.listOutboxKeys(), await other.listOutboxKeys()]).toEqual([["acme#one"], []]);
  expect(await readLogRow(message.receipt)).not.toHaveProperty("replayedAt");
});

test("a replay of what is not there, or another provider's, fails for good", async () => {
  const { worker } = await createScene();
  const gone = createReplay({ receipt: crypto.randomUUID(), body: "" });
  expect(await worker.work(createBatch(gone))).toEqual([gone.receipt]);
  expect(await readLogRow(gone.receipt)).toMatchObject({ status: "failed", error: "gone" });
});

test("an event larger than a row of the table is kept whole for its replay", async () => {
  const noise = Array.from({ length: 20_000 }, () => crypto.randomUUID()).join("");
  const { acme, worker, message } = await createScene({ note: `${noise.slice(0, 500_000)}"\\\n` });
  expect(await worker.work(createBatch(message))).toEqual([]);
  expect((await readLogRow(message.receipt))?.parts).toBe(1);
  expect(await worker.work(createBatch(createReplay(message)))).toEqual([]);
  expect(acme.times("end")).toBe(2);
});

test("the copy that is kept is bound to its row: moved to another, it does not open", async () => {
  const { worker, user, message } = await createScene();
  const other = createDelivery({ routes: [user.route] });
  await worker.work(createBatch(message, other));
  await swapPayload(message.receipt, other.receipt);
  const replay = createReplay(message);
  expect(await worker.work(createBatch(replay))).toEqual([replay.receipt]);
  await expect.poll(() => worker.logs()).toContain("VaultTampered");
});

async function swapPayload(into: string, from: string): Promise<void> {
  const Key = key.deliveryPart(from, 1);
  const { Item } = await dynamodb().send(new GetItemCommand({ TableName: tableName("deliveries"), Key }));
  await dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName("deliveries"),
      Key: key.deliveryPart(into, 1),
      UpdateExpression: "SET payload = :other",
      ExpressionAttributeValues: { ":other": Item?.payload ?? { NULL: true } },
    }),
  );
}
