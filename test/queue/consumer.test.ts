import "../http/lambda-environment.ts";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { expect, test } from "vitest";
import * as z from "zod";
import { type Message, queueConsumer } from "../../lib/queue/consumer.ts";

const schema = z.object({ id: z.string() });

function record(messageId: string, body: unknown = { id: messageId }): SQSRecord {
  return {
    messageId,
    receiptHandle: "r",
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: "3",
      SentTimestamp: "1800000000500",
      SenderId: "s",
      ApproximateFirstReceiveTimestamp: "1800000001000",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:queue",
    awsRegion: "us-east-1",
  };
}

async function consume(
  records: SQSRecord[],
  work: (message: Message<{ id: string }>) => Promise<void> = async () => {},
) {
  const event: SQSEvent = { Records: records };
  const { batchItemFailures } = await queueConsumer(schema, work)(event);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

test("reports nothing when every message was processed", async () => {
  expect(await consume([record("a"), record("b")])).toEqual([]);
});

test("reports only the message that failed", async () => {
  const failing = async ({ body }: Message<{ id: string }>) => {
    if (body.id === "b") throw new Error("no");
  };
  expect(await consume([record("a"), record("b"), record("c")], failing)).toEqual(["b"]);
});

test("processes the others although the first fails at once", async () => {
  const seen: string[] = [];
  await consume([record("a"), record("b")], async ({ body }) => {
    if (body.id === "a") throw new Error("no");
    seen.push(body.id);
  });
  expect(seen).toEqual(["b"]);
});

test("reports every message when all fail", async () => {
  const failing = () => Promise.reject(new Error("no"));
  expect(await consume([record("a"), record("b")], failing)).toEqual(["a", "b"]);
});

test.each([
  ["no JSON", "{nope"],
  ["another shape", { id: 7 }],
  ["null", "null"],
  ["nothing", ""],
])("leaves a message of %s to the dead-letter queue, without working on it", async (_, body) => {
  let ran = 0;
  expect(await consume([record("bad", body), record("good")], async () => void ran++)).toEqual(["bad"]);
  expect(ran).toBe(1);
});

test("says when a message was sent, in seconds, and how often it was tried", async () => {
  let seen: Message<{ id: string }> | undefined;
  await consume([record("a")], async (message) => {
    seen = message;
  });
  expect(seen).toEqual({ body: { id: "a" }, sentAt: 1_800_000_000.5, attempt: 3 });
});

test("passes on only members of the schema", async () => {
  let seen: unknown;
  await consume([record("a", { id: "a", accessToken: "x" })], async ({ body }) => {
    seen = body;
  });
  expect(seen).toEqual({ id: "a" });
});
