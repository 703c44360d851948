// Queue messages as the worker gets them: what is parsed, and the row of the log that it starts with.
import "../http/lambda-environment.ts";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { QueuedDelivery } from "../../lib/queue/enqueue-delivery.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { byteVault as vault } from "../support/byte-vault.ts";
import { keepRows } from "./support/kept-rows.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
process.env.DELIVERIES_TABLE = "deliveries";
const { logDelivery } = await import("../../lib/store/deliveries.ts");
const { decodeMessage, webhookMessageSchema } = await import("../../lib/webhooks/decode-message.ts");
const { DeliveryError } = await import("../../lib/webhooks/delivery-error.ts");
const { openPayload } = await import("../../lib/webhooks/payload.ts");
type Delivery = import("../../lib/webhooks/webhook-source.ts").Delivery;

const dependencies = { now: () => 1_800_000_000, fetch, vault };
const queued: QueuedDelivery = {
  receipt: "r-1",
  provider: "slack",
  kind: "event",
  id: "Ev1",
  receivedAt: Date.now() - 1234,
  headers: { "x-a": "b" },
  encoding: "utf8",
  body: '{"é":1}',
  link: "link",
};
const replay = { receipt: "r-2", provider: "slack", replayOf: "r-1", again: true };

const read: Delivery[] = [];
const source = {
  provider: "slack",
  read(delivery: Delivery) {
    read.push(delivery);
    return { kind: "message", ignored: "own" } as const;
  },
  processItem: async () => undefined,
};
const failingWith = (error: Error) => ({
  provider: "slack",
  read(): never {
    throw error;
  },
});

beforeEach(() => {
  aws.forget();
  keepRows(aws);
  read.length = 0;
});

const decode = (body: QueuedDelivery | typeof replay, of: Parameters<typeof decodeMessage>[1] = source) =>
  decodeMessage({ body, sentAt: 1_800_000_123.5, attempt: 3 }, of, dependencies);

describe("a delivery", () => {
  test("is parsed with all that its receiver queued, its time in seconds", async () => {
    const { parsed, replay: of } = await decode(queued);
    expect(parsed).toEqual({ kind: "message", ignored: "own" });
    expect(of).toBeUndefined();
    expect(read).toEqual([
      {
        deliveryId: "r-1",
        kind: "event",
        providerDeliveryId: "Ev1",
        headers: { "x-a": "b" },
        link: "link",
        body: Buffer.from('{"é":1}'),
        receivedAt: Math.floor(queued.receivedAt / 1000),
      },
    ]);
  });

  test("is logged by what its event is called, with its payload sealed", async () => {
    const before = Date.now();
    const { attempt } = await decode(queued);
    const { payload, mark, startedAt, ...fields } = attempt;
    expect(fields).toEqual({
      receipt: "r-1",
      provider: "slack",
      kind: "message",
      deliveryId: "Ev1",
      attempts: 3,
      receivedAt: queued.receivedAt,
      tenants: [],
    });
    expect(startedAt).toBeGreaterThanOrEqual(before);
    expect(startedAt).toBeLessThanOrEqual(Date.now());
    expect(mark).not.toBe((await decode(queued)).attempt.mark);
    expect(await openPayload(vault, { provider: "slack", receipt: "r-1" }, payload)).toEqual(queued);
  });

  test("is its queue's provider's, whatever it says", async () => {
    const { attempt } = await decode({ ...queued, provider: "github" });
    expect(attempt.provider).toBe("slack");
    expect(await openPayload(vault, { provider: "slack", receipt: "r-1" }, attempt.payload)).toEqual(queued);
  });

  test("is decompressed", async () => {
    await decode({ ...queued, encoding: "gzip", body: gzipSync("{}").toString("base64") });
    expect(read[0]?.body).toEqual(Buffer.from("{}"));
  });

  test("of an item that was set aside is not the provider's to read", async () => {
    const item = JSON.stringify({ connection: "c-1", eventRoute: "route", id: "m-1" });
    const { parsed } = await decode({ ...queued, kind: "item", body: item });
    expect(parsed).toMatchObject({ kind: "item", eventRoutes: ["route"], dedupeKeys: ["item#slack#r-1"] });
    expect(read).toEqual([]);
  });
});

describe("a delivery that cannot be parsed", () => {
  test.each([
    ["what the provider's code says", new DeliveryError("invalid", "not_json"), "not_json"],
    ["unreadable for any other error", new TypeError("odd"), "unreadable"],
    ["unreadable where it would be ignored", new DeliveryError("ignored", "own"), "unreadable"],
  ])("is logged as %s", async (_, error, code) => {
    const { parsed, attempt } = await decode(queued, failingWith(error));
    expect(parsed).toEqual({ kind: "event", unreadable: code });
    expect(attempt).toMatchObject({ kind: "event", receipt: "r-1" });
    expect(attempt.payload.length).toBeGreaterThan(0);
  });

  test("is unreadable when it is not compressed as it says", async () => {
    expect((await decode({ ...queued, encoding: "gzip" })).parsed).toEqual({ kind: "event", unreadable: "unreadable" });
  });
});

describe("a replay", () => {
  test("is the delivery that it names, logged as one of its own", async () => {
    const { attempt } = await decode(queued);
    await logDelivery(attempt, { status: "failed", tenants: [] }, Date.now());
    read.length = 0;
    const replayed = await decode(replay);
    expect(replayed.replay).toEqual(replay);
    expect(replayed.parsed).toEqual({ kind: "message", ignored: "own" });
    expect(read[0]).toMatchObject({ deliveryId: "r-1", body: Buffer.from('{"é":1}') });
    expect(replayed.attempt).toMatchObject({
      receipt: "r-2",
      provider: "slack",
      kind: "message",
      deliveryId: "Ev1",
      attempts: 3,
      receivedAt: 1_800_000_123_500,
      payload: [],
      replayOf: "r-1",
      again: true,
      tenants: [],
    });
  });

  test("of a delivery that is gone says so", async () => {
    const { parsed, attempt } = await decode(replay);
    expect(parsed).toEqual({ kind: "replay", unreadable: "gone" });
    expect(attempt).toMatchObject({ receipt: "r-2", kind: "replay", replayOf: "r-1", deliveryId: undefined });
    expect(read).toEqual([]);
  });
});

test("a message of the queue is a delivery or a replay", () => {
  expect(webhookMessageSchema().parse(queued)).toEqual(queued);
  expect(webhookMessageSchema().parse(replay)).toEqual(replay);
  expect(webhookMessageSchema().safeParse({ receipt: "r-1", provider: "slack" }).success).toBe(false);
});
