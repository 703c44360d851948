import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { key } from "../../lib/store/table.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import { type Acme, type RoutedUser, routedUser, startAcme, startWorker, type Worker } from "./support/acme.ts";
import { batch, type Delivered, delivery, logged, statusOf } from "./support/messages.ts";

interface Scene {
  readonly acme: Acme;
  readonly worker: Worker;
  readonly user: RoutedUser;
  readonly message: Delivered;
}

async function scene(over: Record<string, unknown> = {}): Promise<Scene> {
  const acme = await startAcme();
  const user = await routedUser();
  const worker = await startWorker(acme);
  const message = delivery({ name: "one", claims: [`one-${user.route}`], routes: [user.route], ...over });
  return { acme, worker, user, message };
}

/** A replay as the admin endpoint queues it. */
function replayOf({ receipt: original }: Delivered, over: Record<string, unknown> = {}): Delivered {
  const receipt = crypto.randomUUID();
  return { receipt, body: JSON.stringify({ receipt, provider: "slack", replayOf: original, again: false, ...over }) };
}

test("a replay of what failed does it now, tells it once, and has a row of its own", async () => {
  const { acme, worker, user, message } = await scene();
  acme.advise("begin/one", { fail: "permanent" });
  await worker.work(batch(message));
  acme.advise("begin/one", {});
  const replay = replayOf(message);
  expect(await worker.work(batch(replay))).toEqual([]);
  expect(await user.told()).toEqual(["acme#one"]);
  expect(await logged(replay.receipt)).toMatchObject({ status: "processed", replayOf: message.receipt });
  expect(await logged(message.receipt)).toMatchObject({ status: "failed", replayedAt: expect.any(Number) });
});

test("a replay of what failed after it was told does not tell it again", async () => {
  const { acme, worker, user, message } = await scene();
  acme.advise("end/one", { fail: "transient" });
  await worker.work(batch(message));
  acme.advise("end/one", {});
  await worker.work(batch(replayOf(message)));
  expect(acme.times("end")).toBe(2);
  expect(await user.told()).toEqual(["acme#one"]);
});

test("a replay of what was processed is not swallowed as a duplicate: it is told again", async () => {
  const { worker, user, message } = await scene();
  await worker.work(batch(message));
  const replay = replayOf(message, { again: true });
  await worker.work(batch(replay));
  expect(await user.told()).toEqual(["acme#one", `acme#one#replay#${replay.receipt}`]);
  expect(await statusOf(message.receipt)).toBe("processed");
});

test("a replay that the queue hands out twice acts once", async () => {
  const { acme, worker, user, message } = await scene();
  await worker.work(batch(message));
  const replay = replayOf(message, { again: true });
  await worker.work(batch(replay));
  expect(await worker.work(batch(replay))).toEqual([]);
  expect(acme.times("begin")).toBe(2);
  expect(await user.told()).toHaveLength(2);
});

test("two replays are two", async () => {
  const { worker, user, message } = await scene();
  await worker.work(batch(message));
  await worker.work(batch(replayOf(message, { again: true }), replayOf(message, { again: true })));
  expect(await user.told()).toHaveLength(3);
});

test("the event's own claim stands after a replay: a late repetition is a duplicate", async () => {
  const { worker, user, message } = await scene();
  await worker.work(batch(message));
  await worker.work(batch(replayOf(message)));
  const late = delivery({ name: "one", claims: [`one-${user.route}`], routes: [user.route] });
  await worker.work(batch(late));
  expect(await statusOf(late.receipt)).toBe("duplicate");
});

test("a tenant's administrator replays for that tenant only", async () => {
  const { acme, worker, user, message } = await scene();
  const other = await routedUser(user.route);
  acme.advise("begin/one", { fail: "permanent" });
  await worker.work(batch(message));
  acme.advise("begin/one", {});
  await worker.work(batch(replayOf(message, { tenant: user.tenant })));
  expect([await user.told(), await other.told()]).toEqual([["acme#one"], []]);
  expect(await logged(message.receipt)).not.toHaveProperty("replayedAt");
});

test("a replay of what is not there, or another provider's, fails for good", async () => {
  const { worker } = await scene();
  const gone = replayOf({ receipt: crypto.randomUUID(), body: "" });
  expect(await worker.work(batch(gone))).toEqual([gone.receipt]);
  expect(await logged(gone.receipt)).toMatchObject({ status: "failed", error: "gone" });
});

test("an event larger than a row of the table is kept whole for its replay", async () => {
  const noise = Array.from({ length: 20_000 }, () => crypto.randomUUID()).join("");
  const { acme, worker, message } = await scene({ note: `${noise.slice(0, 500_000)}"\\\n` });
  expect(await worker.work(batch(message))).toEqual([]);
  expect((await logged(message.receipt))?.parts).toBe(1);
  expect(await worker.work(batch(replayOf(message)))).toEqual([]);
  expect(acme.times("end")).toBe(2);
});

test("the copy that is kept is bound to its row: moved to another, it does not open", async () => {
  const { worker, user, message } = await scene();
  const other = delivery({ routes: [user.route] });
  await worker.work(batch(message, other));
  await swapPayload(message.receipt, other.receipt);
  const replay = replayOf(message);
  expect(await worker.work(batch(replay))).toEqual([replay.receipt]);
  await expect.poll(() => worker.logs()).toContain("VaultTampered");
});

async function swapPayload(into: string, from: string): Promise<void> {
  const payload = (await logged(from))?.payload as Uint8Array;
  await dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName("deliveries"),
      Key: key.delivery(into),
      UpdateExpression: "SET payload = :other",
      ExpressionAttributeValues: { ":other": { B: payload } },
    }),
  );
}
