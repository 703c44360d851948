import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { encodeDelivery } from "../../lib/queue/enqueue-delivery.ts";
import { decodeBody, queuedDeliverySchema } from "../../lib/webhooks/queued-delivery.ts";
import { fc } from "../support/properties.ts";
import { github, githubEvent, slack, slackEvent } from "../webhooks/support/genuine-requests.ts";
import { deliverTo, listMessages, startReceiverStage, takeLog } from "../webhooks/support/receiver-stage.ts";

const stage = await startReceiverStage();

const kilobyte = 1024;
/** An incompressible body of this many bytes. */
const noise = (bytes: number) =>
  JSON.stringify({
    a: randomBytes(bytes)
      .toString("base64")
      .slice(0, bytes - 8),
  });
const readReceived = async () => {
  const queued = queuedDeliverySchema().parse(JSON.parse(listMessages(stage.aws)[0] ?? "{}"));
  return { encoding: queued.encoding, body: (await decodeBody(queued)).toString() };
};

test.each([
  ["1 kB", 1 * kilobyte, "utf8"],
  ["256 kB", 256 * kilobyte, "utf8"],
  ["one byte more than 256 kB", 256 * kilobyte + 1, "gzip"],
  ["700 kB", 700 * kilobyte, "gzip"],
])("carries a body of %s whole", async (_, bytes, encoding) => {
  const sent = githubEvent(noise(bytes));
  expect(sent.body).toHaveLength(bytes);
  expect((await deliverTo(github, sent)).statusCode).toBe(200);
  expect(await readReceived()).toEqual({ encoding, body: sent.body });
});

test("carries five megabytes that compress well", async () => {
  const sent = githubEvent({ text: "é✓ ".repeat(1_000_000) });
  expect((await deliverTo(github, sent)).statusCode).toBe(200);
  expect(await readReceived()).toEqual({ encoding: "gzip", body: sent.body });
});

test("compresses a small body that JSON escapes make too large for a message", async () => {
  const sent = slackEvent({ text: "\u0001".repeat(40_000) });
  const large = slackEvent({ text: '"'.repeat(125_000), more: "\\".repeat(5000) });
  for (const each of [sent, large]) expect((await deliverTo(slack, each)).statusCode).toBe(200);
  for (const message of listMessages(stage.aws))
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(kilobyte * kilobyte);
});

test("answers 413 to a body that does not fit even compressed, and counts it", async () => {
  const answer = await deliverTo(github, githubEvent(noise(1100 * kilobyte)));
  expect(answer.statusCode).toBe(413);
  expect(stage.listQueued()).toEqual([]);
  expect(takeLog()).toMatch(/"provider":"github".*"DeliveryTooLarge":1/);
});

test("counts everything in the message, not only the body", async () => {
  const delivery = {
    receipt: "r",
    provider: "p",
    kind: "event",
    id: undefined,
    receivedAt: 0,
    headers: {},
    body: noise(200 * kilobyte),
  };
  const headers = { "x-long": "é".repeat(450_000) };
  await expect(encodeDelivery({ ...delivery, headers })).rejects.toMatchObject({ code: "payload_too_large" });
});

test("refuses a forgery of five megabytes before it reads it", async () => {
  const { headers } = slackEvent();
  expect((await deliverTo(slack, { headers, body: "[".repeat(5_000_000) })).statusCode).toBe(401);
});

test("writes only characters that SQS takes, whatever the event holds", async () => {
  const delivery = { receipt: "r", provider: "p", kind: "event", id: undefined, receivedAt: 0, headers: {} };
  const sendable = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\uFFFE", "\uFFFF", "\u0000", "é"),
      async (text, odd) => {
        const body = (text + odd).toWellFormed();
        const message = await encodeDelivery({ ...delivery, body });
        expect(message).toMatch(sendable);
        expect(JSON.parse(message).body).toBe(body);
      },
    ),
  );
});
