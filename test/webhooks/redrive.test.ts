import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { toItem } from "../../lib/store/item.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { takeLog } from "./support/receiver-stage.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const queue = `${process.env.AWS_ENDPOINT_URL}/webhooks-gmail`;
Object.assign(process.env, { DELIVERIES_TABLE: "deliveries", WEBHOOK_QUEUES: JSON.stringify({ gmail: queue }) });
const { redriveDeadLetters } = await import("../../lib/webhooks/redrive.ts");

const now = Date.parse("2026-06-01T12:00:00Z");

interface Dead {
  readonly receipt: string;
  readonly error?: string;
  readonly status?: string;
  readonly redrives?: number;
  readonly receivedAt?: number;
  readonly isLogged?: boolean;
}

let dead: Dead[] = [];
let hidden = new Set<string>();
let hasRecentSuccess = true;

const toMessage = ({ receipt, redrives }: Dead) => ({
  ...{ receipt, provider: "gmail", kind: "push", receivedAt: now, headers: {}, encoding: "utf8", body: "{}" },
  ...(redrives === undefined ? {} : { redrives }),
});

const toRow = ({ receipt, error = "provider_transient", status = "failed", receivedAt = now - 3_600_000 }: Dead) => {
  const common = {
    receipt,
    provider: "gmail",
    kind: "mail",
    attempts: 14,
    startedAt: 1,
    tenants: ["c#acme"],
    parts: 0,
  };
  return toItem({ ...common, status, error, receivedAt, ttl: now / 1000 + 86_400 });
};

beforeEach(() => {
  aws.forget();
  hidden = new Set();
  hasRecentSuccess = true;
  aws.on("ReceiveMessage", () => {
    const found = dead.filter(({ receipt }) => !hidden.has(receipt)).slice(0, 10);
    for (const { receipt } of found) hidden.add(receipt);
    const Messages = found.map((one) => {
      const Body = JSON.stringify(toMessage(one));
      const MD5OfBody = createHash("md5").update(Body).digest("hex");
      return { MessageId: one.receipt, ReceiptHandle: one.receipt, Body, MD5OfBody };
    });
    return json({ Messages });
  });
  aws.on("SendMessage", ({ MessageBody }) =>
    json({ MessageId: "m", MD5OfMessageBody: createHash("md5").update(String(MessageBody)).digest("hex") }),
  );
  aws.on("DeleteMessage", () => json({}));
  aws.on("ChangeMessageVisibility", () => json({}));
  aws.on("Query", () =>
    json({
      Items: hasRecentSuccess
        ? [{ ...toRow({ receipt: "ok", status: "processed" }), at: { S: "2026-06-01T11:59:00.000Z#ok" } }]
        : [],
    }),
  );
  aws.on("GetItem", ({ Key }) => {
    const receipt = String(Object(Key).pk.S).split("#")[1] ?? "";
    const found = dead.find((one) => one.receipt === receipt);
    return json(found === undefined || found.isLogged === false ? {} : { Item: toRow(found) });
  });
});

const inputs = (operation: string) =>
  aws.calls.filter((call) => call.operation === operation).map(({ input }) => input);
const listSent = () => inputs("SendMessage").map(({ MessageBody }) => JSON.parse(String(MessageBody)));

test("events that an outage made dead letters are put back, and those that failed for their own sake stay", async () => {
  dead = [
    { receipt: "r1" },
    { receipt: "r2", error: "internal" },
    { receipt: "r3", error: "provider_rate", redrives: 2 },
    { receipt: "r4", redrives: 3 },
    { receipt: "r5", receivedAt: now - 8 * 86_400_000 },
    { receipt: "r6", status: "processed" },
    { receipt: "r7", isLogged: false },
    { receipt: "r8", error: "unexpected_shape" },
  ];
  takeLog();
  await redriveDeadLetters(now);
  // They stay without an attempt.
  expect(takeLog()).not.toContain("was not redriven");
  expect(listSent().map(({ receipt, redrives }) => [receipt, redrives])).toEqual([
    ["r1", 1],
    ["r3", 3],
    ["r7", 1],
  ]);
  expect(listSent()[0]).toMatchObject({ provider: "gmail", kind: "push", body: "{}" });
  expect(inputs("DeleteMessage").map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(["r1", "r3", "r7"]);
  expect(inputs("DeleteMessage").every(({ QueueUrl }) => QueueUrl === `${queue}-dead-letters`)).toBe(true);
  const shown = inputs("ChangeMessageVisibility").map(({ ReceiptHandle, VisibilityTimeout }) => [
    ReceiptHandle,
    VisibilityTimeout,
  ]);
  expect(shown.sort()).toEqual(["r2", "r4", "r5", "r6", "r8"].map((receipt) => [receipt, 0]));
});

test("a provider that has processed nothing lately gets one event, to find out", async () => {
  hasRecentSuccess = false;
  dead = Array.from({ length: 25 }, (_, at) => ({ receipt: `r${at}` }));
  await redriveDeadLetters(now);
  expect(listSent()).toHaveLength(1);
});

test("one run puts back a hundred", async () => {
  dead = Array.from({ length: 130 }, (_, at) => ({ receipt: `r${at}` }));
  await redriveDeadLetters(now);
  expect(listSent()).toHaveLength(100);
});

test("a message that the queue refuses stays where it is", async () => {
  dead = [{ receipt: "r1" }];
  aws.on("SendMessage", () => awsError("InvalidMessageContents"));
  await redriveDeadLetters(now);
  expect(inputs("DeleteMessage")).toEqual([]);
  expect(inputs("ChangeMessageVisibility")).toHaveLength(1);
});
