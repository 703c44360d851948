import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { QueuedDelivery } from "../../lib/queue/enqueue-delivery.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { splitBatch } = await import("../../lib/webhooks/split-batch.ts");

const queue = `${process.env.AWS_ENDPOINT_URL}/webhooks-hubspot`;
const batch: QueuedDelivery = {
  receipt: "r-1",
  provider: "hubspot",
  kind: "batch",
  id: "b-1",
  receivedAt: 7,
  headers: { "x-a": "b" },
  encoding: "utf8",
  body: '["é",{"n":2}]',
  link: "link",
};
const source = {
  split: (body: Uint8Array) => JSON.parse(Buffer.from(body).toString()).map((entry: unknown) => JSON.stringify(entry)),
};

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}
let refused = 0;
beforeEach(() => {
  aws.forget();
  refused = 0;
  aws.on("SendMessageBatch", ({ Entries }) => {
    const entries = Entries as readonly Entry[];
    return json({
      Successful: entries.slice(refused).map(({ Id, MessageBody }) => {
        const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
        return { Id, MessageId: Id, MD5OfMessageBody };
      }),
      Failed: entries.slice(0, refused).map(({ Id }) => ({ Id, SenderFault: false, Code: "InternalError" })),
    });
  });
});
const listSent = () =>
  aws.calls.flatMap(({ input }) => (input.Entries as Entry[]).map(({ MessageBody }) => JSON.parse(MessageBody)));

test("each entry of a batch becomes a delivery of its own, with all else as it was", async () => {
  expect(await splitBatch(batch, source, queue)).toBe(true);
  const common = { ...batch, kind: "event" };
  expect(listSent()).toEqual([
    { ...common, receipt: "r-1-0", body: '"é"' },
    { ...common, receipt: "r-1-1", body: '{"n":2}' },
  ]);
  expect(aws.calls.map(({ input }) => input.QueueUrl)).toEqual([queue]);
});

test("a compressed batch is split too, into entries that need no compression", async () => {
  const packed = { ...batch, encoding: "gzip" as const, body: gzipSync("[1]").toString("base64") };
  expect(await splitBatch(packed, source, queue)).toBe(true);
  expect(listSent()).toEqual([{ ...batch, kind: "event", receipt: "r-1-0", body: "1" }]);
});

test("an empty batch is split into nothing", async () => {
  expect(await splitBatch({ ...batch, body: "[]" }, source, queue)).toBe(true);
  expect(listSent()).toEqual([]);
});

test("nothing else is split", async () => {
  expect(await splitBatch({ ...batch, kind: "event" }, source, queue)).toBe(false);
  expect(await splitBatch(batch, {}, queue)).toBe(false);
  expect(aws.calls).toEqual([]);
});

test("is tried again soon when the queue does not take every entry", async () => {
  refused = 1;
  const failure = { code: "provider_unavailable", retryAfter: 5 };
  await expect(splitBatch(batch, source, queue)).rejects.toMatchObject(failure);
});

test("what a provider finds unreadable in a batch is thrown", async () => {
  const split = () => {
    throw new RangeError("odd");
  };
  await expect(splitBatch(batch, { split }, queue)).rejects.toThrow(RangeError);
});
