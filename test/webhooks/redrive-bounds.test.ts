// Which dead letters are put back, to the last one, and what a run leaves alone.
import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { toItem } from "../../lib/store/item.ts";
import { acceptMessage, awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { takeLog } from "./support/receiver-stage.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const queues = { gmail: `${process.env.AWS_ENDPOINT_URL}/gmail`, slack: `${process.env.AWS_ENDPOINT_URL}/slack` };
Object.assign(process.env, { DELIVERIES_TABLE: "deliveries", WEBHOOK_QUEUES: JSON.stringify(queues) });
const { redriveDeadLetters } = await import("../../lib/webhooks/redrive.ts");

const now = Date.parse("2026-06-01T12:00:00Z");
const delivery = { provider: "gmail", kind: "push", receivedAt: now, headers: {}, encoding: "utf8", body: "{}" };

let bodies: string[] = [];
let rowOf: Readonly<Record<string, object>> = {};
let isAnswering = true;

const toRow = (receipt: string, change: object = {}) => ({
  ...{ receipt, provider: "gmail", kind: "mail", attempts: 14, startedAt: 1, tenants: [], parts: 0 },
  ...{ status: "failed", error: "provider_transient", receivedAt: now - 3_600_000, ttl: now / 1000 + 86_400 },
  ...change,
});
const keep = (...deliveries: readonly object[]) => {
  bodies = deliveries.map((one, at) => JSON.stringify({ ...delivery, receipt: `r${at}`, ...one }));
};

beforeEach(() => {
  takeLog();
  aws.forget();
  rowOf = {};
  isAnswering = true;
  const received = new Set<number>();
  aws.on("ReceiveMessage", ({ QueueUrl }) => {
    if (QueueUrl !== `${queues.gmail}-dead-letters`) return json({});
    const found = bodies.map((Body, at) => ({ Body, at })).filter(({ at }) => !received.has(at));
    const Messages = found.slice(0, 10).map(({ Body, at }) => {
      received.add(at);
      const MD5OfBody = createHash("md5").update(Body).digest("hex");
      return { MessageId: `m${at}`, ReceiptHandle: `m${at}`, Body, MD5OfBody };
    });
    return json({ Messages });
  });
  aws.on("SendMessage", acceptMessage);
  aws.on("DeleteMessage", () => json({}));
  aws.on("ChangeMessageVisibility", () => json({}));
  aws.on("Query", () =>
    json({ Items: isAnswering ? [toItem({ ...toRow("ok"), at: "2026-06-01T11:59:00.000Z#ok" })] : [] }),
  );
  aws.on("GetItem", ({ Key }) => {
    const receipt = String(Object(Key).pk.S).split("#")[1] ?? "";
    return json({ Item: toItem(rowOf[receipt] ?? toRow(receipt)) });
  });
});

const inputs = (operation: string) =>
  aws.calls.filter((call) => call.operation === operation).map(({ input }) => input);
const listSent = () => inputs("SendMessage").map(({ MessageBody }) => JSON.parse(String(MessageBody)));
const listReleased = () => inputs("ChangeMessageVisibility").map(({ ReceiptHandle }) => ReceiptHandle);

test("a message is put back as it was, less hidden and counted once more", async () => {
  keep({ link: "link", odd: { kept: true } });
  await redriveDeadLetters(now);
  expect(listSent()).toEqual([{ ...delivery, receipt: "r0", link: "link", odd: { kept: true }, redrives: 1 }]);
  expect(inputs("SendMessage")[0]?.QueueUrl).toBe(queues.gmail);
  expect(listReleased()).toEqual([]);
  expect(takeLog()).toMatch(/"provider":"gmail".*"DeliveryRedriven":1/);
});

test.each([
  ["provider_transient", true],
  ["provider_rate", true],
  ["provider_config", true],
  ["provider_unavailable", true],
  ["rate_limited", true],
  ["not_configured", true],
  ["provider_permanent", false],
  ["internal", false],
  [undefined, false],
])("what failed with %s is put back: %s", async (error, isBack) => {
  keep({});
  rowOf = { r0: toRow("r0", { error }) };
  await redriveDeadLetters(now);
  expect(listSent()).toHaveLength(isBack ? 1 : 0);
  expect(takeLog().includes("DeliveryRedriven")).toBe(isBack);
});

test("what arrived seven days ago stays, and what is a millisecond younger is put back", async () => {
  keep({}, {});
  const week = 7 * 86_400_000;
  rowOf = { r0: toRow("r0", { receivedAt: now - week }), r1: toRow("r1", { receivedAt: now - week + 1 }) };
  await redriveDeadLetters(now);
  expect(listSent().map(({ receipt }) => receipt)).toEqual(["r1"]);
});

test.each([
  ["no JSON", "odd"],
  ["nothing", ""],
  ["no delivery", JSON.stringify({ provider: "gmail" })],
  ["null", "null"],
])("a message that is %s stays, and does not keep the others", async (_, body) => {
  keep({}, {});
  bodies = [body, ...bodies];
  await redriveDeadLetters(now);
  expect(listSent().map(({ receipt }) => receipt)).toEqual(["r0", "r1"]);
  expect(listReleased()).toEqual(["m0"]);
});

test("a message without a row is put back where it is one of a worker", async () => {
  keep({}, { headers: "odd" }, { replayOf: "r-9" });
  aws.on("GetItem", () => json({}));
  await redriveDeadLetters(now);
  expect(listSent().map(({ receipt }) => receipt)).toEqual(["r0", "r2"]);
});

test("a provider answers when it processed an event in the last hour", async () => {
  keep({}, {});
  await redriveDeadLetters(now);
  const values = inputs("Query").map(({ ExpressionAttributeValues }) => Object(ExpressionAttributeValues));
  expect(values.every((value) => value[":log"].S.includes("gmail") && value[":log"].S.includes("processed"))).toBe(
    true,
  );
  expect(values.some((value) => value[":low"].S === "2026-06-01T11:00:00.000Z")).toBe(true);
  expect(values.some((value) => value[":before"].S === "2026-06-01T12:00:00.000Z")).toBe(true);
});

test("of a provider that does not answer one event is put back, and all others are shown again", async () => {
  isAnswering = false;
  keep(...Array.from({ length: 12 }, () => ({})));
  await redriveDeadLetters(now);
  expect(listSent()).toHaveLength(1);
  expect(inputs("GetItem")).toHaveLength(1);
  expect(listReleased()).toEqual(Array.from({ length: 9 }, (_, at) => `m${at + 1}`));
  expect(inputs("ReceiveMessage").filter(({ QueueUrl }) => String(QueueUrl).includes("gmail"))).toHaveLength(1);
});

test("an event is looked for behind those that failed for their own sake", async () => {
  isAnswering = false;
  keep(...Array.from({ length: 15 }, () => ({})));
  rowOf = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`r${at}`, toRow(`r${at}`, { error: "internal" })]));
  await redriveDeadLetters(now);
  expect(listSent().map(({ receipt }) => receipt)).toEqual(["r14"]);
  expect(listReleased()).toHaveLength(14);
  // What the provider answers is asked once.
  expect(new Set(inputs("Query").map((input) => JSON.stringify(input))).size).toBe(inputs("Query").length);
});

test("a run looks at three hundred messages at most", async () => {
  keep(...Array.from({ length: 320 }, () => ({ redrives: 3 })));
  await redriveDeadLetters(now);
  expect(inputs("ReceiveMessage").filter(({ QueueUrl }) => String(QueueUrl).includes("gmail"))).toHaveLength(30);
});

test("all are shown again before a run ends, a few at a time, though one cannot be", async () => {
  keep(...Array.from({ length: 60 }, () => ({ redrives: 3 })));
  const shown: unknown[] = [];
  const peak = { now: 0, most: 0 };
  aws.on("ChangeMessageVisibility", ({ ReceiptHandle }) => {
    if (ReceiptHandle === "m0") return awsError("AccessDenied", 403);
    peak.most = Math.max(peak.most, ++peak.now);
    return (response, asked) =>
      setTimeout(() => {
        peak.now--;
        shown.push(ReceiptHandle);
        json({})(response, asked);
      }, 20);
  });
  await redriveDeadLetters(now);
  expect(shown).toHaveLength(59);
  expect(peak.most).toBeLessThanOrEqual(25);
  expect(takeLog()).toContain("redriving dead letters failed");
});

test("a message that the queue refuses is shown again, and does not keep the others", async () => {
  keep({}, {});
  aws.on("SendMessage", (input) =>
    String(input.MessageBody).includes('"r0"') ? awsError("InvalidMessageContents") : acceptMessage(input),
  );
  await redriveDeadLetters(now);
  expect(inputs("DeleteMessage").map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(["m1"]);
  expect(listReleased()).toEqual(["m0"]);
  expect(takeLog()).toMatch(/"level":"WARN","message":"a dead letter was not redriven".*"errorName":"Problem"/);
});

test("a provider whose queue fails is logged, and does not keep the others", async () => {
  keep({});
  aws.on("ReceiveMessage", ({ QueueUrl }) =>
    QueueUrl === `${queues.gmail}-dead-letters` ? awsError("AccessDenied", 403) : json({}),
  );
  await redriveDeadLetters(now);
  expect(inputs("ReceiveMessage").map(({ QueueUrl }) => QueueUrl)).toContain(`${queues.slack}-dead-letters`);
  expect(takeLog()).toMatch(
    /"level":"ERROR","message":"redriving dead letters failed".*"provider":"gmail","errorName":"\w+"/,
  );
});

test("a queue without dead letters is asked once, and the log not at all", async () => {
  keep();
  await redriveDeadLetters(now);
  expect(aws.calls.map(({ operation }) => operation)).toEqual(["ReceiveMessage", "ReceiveMessage"]);
});
