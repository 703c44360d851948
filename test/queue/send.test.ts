import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { acceptMessage, awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { sendMessage, sendMessages } = await import("../../lib/queue/send.ts");
const queue = process.env.REVOCATIONS_QUEUE_URL ?? "";
afterAll(() => aws.close());
beforeEach(() => aws.forget());

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const getEntries = (input: Readonly<Record<string, unknown>>) => input.Entries as Entry[];

/** Accepts the bodies that `isAccepted` selects and refuses the rest; a batch call answers 200 for both. */
const batch = (isAccepted: (body: string) => boolean) => (input: Readonly<Record<string, unknown>>) =>
  json({
    Successful: getEntries(input)
      .filter(({ MessageBody }) => isAccepted(MessageBody))
      .map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })),
    Failed: getEntries(input)
      .filter(({ MessageBody }) => !isAccepted(MessageBody))
      .map(({ Id }) => ({ Id, Code: "InternalError", SenderFault: false })),
  });

test("sends a message with its delay", async () => {
  aws.on("SendMessage", acceptMessage);
  await sendMessage(queue, { grantId: "g-1" }, 300);
  expect(aws.calls[0]?.input).toMatchObject({ QueueUrl: queue, MessageBody: '{"grantId":"g-1"}', DelaySeconds: 300 });
});

test.each([
  ["denies", 400],
  ["fails", 500],
])("answers 503 when the queue %s", async (_, status) => {
  aws.on("SendMessage", () => awsError("AccessDenied", status));
  await expect(sendMessage(queue, {})).rejects.toMatchObject({ code: "provider_unavailable", retryAfter: 5 });
});

test("answers 400 for a message that the queue never takes", async () => {
  aws.on("SendMessage", () => awsError("InvalidMessageContents", 400));
  await expect(sendMessage(queue, { user: "ada\uffff" })).rejects.toMatchObject({ code: "invalid_request" });
});

test.each([
  [0, []],
  [1, [1]],
  [10, [10]],
  [25, [10, 10, 5]],
])("sends %i messages in batches of ten", async (messages, sizes) => {
  aws.on(
    "SendMessageBatch",
    batch(() => true),
  );
  await sendMessages(
    queue,
    Array.from({ length: messages }, (_, n) => ({ n })),
  );
  expect(aws.calls.map(({ input }) => getEntries(input).length)).toEqual(sizes);
});

test("sends each message once", async () => {
  aws.on(
    "SendMessageBatch",
    batch(() => true),
  );
  await sendMessages(
    queue,
    Array.from({ length: 12 }, (_, n) => ({ n })),
  );
  const bodies = aws.calls.flatMap(({ input }) => getEntries(input).map(({ MessageBody }) => MessageBody));
  expect(bodies).toEqual(Array.from({ length: 12 }, (_, n) => `{"n":${n}}`));
});

test("counts the messages that SQS did not accept in a successful call", async () => {
  aws.on(
    "SendMessageBatch",
    batch((body) => !/[37]/.test(body)),
  );
  expect(
    await sendMessages(
      queue,
      Array.from({ length: 20 }, (_, n) => ({ n })),
    ),
  ).toBe(4);
});
