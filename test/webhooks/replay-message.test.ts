// What the worker does with a message that names a delivery of the log.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { QueuedDelivery } from "../../lib/queue/enqueue-delivery.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { byteVault as vault } from "../support/byte-vault.ts";
import { keepRows } from "./support/kept-rows.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
process.env.DELIVERIES_TABLE = "deliveries";
const { logDelivery } = await import("../../lib/store/deliveries.ts");
const { sealPayload } = await import("../../lib/webhooks/payload.ts");
const { openReplay, replayDedupeKey, replayMessageSchema, replayOutboxKey } = await import(
  "../../lib/webhooks/replay-message.ts"
);

const queued: QueuedDelivery = {
  ...{ receipt: "r-0", provider: "slack", kind: "event", receivedAt: Date.now(), headers: { "x-a": "b" } },
  ...{ encoding: "utf8", body: "{}" },
};
const replay = { receipt: "r-1", provider: "slack", replayOf: "r-0", again: false };

/** Logs the delivery as failed. */
async function keepDelivery({ tenants = ["c#acme"], isKept = true } = {}): Promise<void> {
  const payload = isKept ? await sealPayload(vault, queued) : [];
  const { receipt, provider, kind, receivedAt } = queued;
  const row = { receipt, provider, kind, receivedAt, attempts: 1, startedAt: receivedAt, tenants, mark: "m", payload };
  await logDelivery(row, { status: "failed", error: "internal", tenants }, receivedAt);
  aws.calls.length = 0;
}

beforeEach(() => {
  aws.forget();
  keepRows(aws);
});
const listMarked = () =>
  aws.calls
    .filter(({ operation }) => operation === "UpdateItem")
    .map(({ input }) => [Object(input.Key).pk.S, input.UpdateExpression]);

test("the delivery is read as it was queued, and marked as replayed", async () => {
  await keepDelivery();
  expect(await openReplay(replay, vault)).toEqual(queued);
  expect(listMarked()).toEqual([["delivery#r-0", "SET replayedAt = :now"]]);
});

test("a replay for the only tenant of a delivery marks it too", async () => {
  await keepDelivery();
  expect(await openReplay({ ...replay, tenant: "c#acme" }, vault)).toEqual(queued);
  expect(listMarked()).toHaveLength(1);
});

test("a replay for one of several tenants leaves it to be replayed for the others", async () => {
  await keepDelivery({ tenants: ["c#acme", "c#other"] });
  expect(await openReplay({ ...replay, tenant: "c#acme" }, vault)).toEqual(queued);
  expect(listMarked()).toEqual([]);
  expect(await openReplay(replay, vault)).toEqual(queued);
  expect(listMarked()).toHaveLength(1);
});

test("a delivery that was deleted, or is another provider's, is gone", async () => {
  expect(await openReplay(replay, vault)).toBeUndefined();
  await keepDelivery();
  expect(await openReplay({ ...replay, provider: "github" }, vault)).toBeUndefined();
  expect(await openReplay({ ...replay, replayOf: "r-9" }, vault)).toBeUndefined();
  expect(listMarked()).toEqual([]);
});

test("a delivery whose payload was not kept is gone, and not marked", async () => {
  await keepDelivery({ isKept: false });
  expect(await openReplay(replay, vault)).toBeUndefined();
  expect(listMarked()).toEqual([]);
});

test("a message says for whom it is, and whether users are notified again", () => {
  const message = { receipt: "r-1", provider: "slack", replayOf: "r-0" };
  expect(replayMessageSchema().parse(message)).toEqual({ ...message, again: false });
  const whole = { ...message, again: true, tenant: "c#acme" };
  expect(replayMessageSchema().parse(whole)).toEqual(whole);
  for (const name of Object.keys(message))
    expect(replayMessageSchema().safeParse({ ...message, [name]: undefined }).success).toBe(false);
});

test("a replay is no duplicate of its delivery, and what was published already only where it was asked for", () => {
  expect(replayDedupeKey(replay)).toBe("replay#r-1");
  expect(replayOutboxKey("mail#1", undefined)).toBe("mail#1");
  expect(replayOutboxKey("mail#1", replay)).toBe("mail#1");
  expect(replayOutboxKey("mail#1", { ...replay, again: true })).toBe("mail#1#replay#r-1");
});
