// Which activities are handed over to be posted, and that clients are not told of it.
import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeEach, expect, test } from "vitest";
import { json } from "../http/far-end.ts";
import { awsStandIn } from "../store/aws-stand-in.ts";

const aws = await awsStandIn();
afterAll(() => aws.close());
Object.assign(process.env, {
  LIVE_ENDPOINT: "/_aws/execute-api/abc/live",
  CHANNELS_QUEUE_URL: `${process.env.AWS_ENDPOINT_URL}/channels`,
  NOTIFICATIONS_QUEUE_URL: `${process.env.AWS_ENDPOINT_URL}/notifications`,
});
const { tellUsers } = await import("../../lib/live/tell.ts");

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}
const kept = ({ Id, MessageBody }: Entry) => ({
  Id,
  MessageId: Id,
  MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
});

beforeEach(() => {
  aws.forget();
  aws.on("GetItem", () => json({}));
  aws.on("Query", () => json({ Items: [] }));
  aws.on("TransactWriteItems", () => json({}));
  aws.on("SendMessageBatch", ({ Entries }) => json({ Successful: (Entries as Entry[]).map(kept), Failed: [] }));
});

const record = (name: string, more: object = {}) => ({
  dynamodb: {
    NewImage: marshall({
      pk: "outbox#c%23acme#ada",
      sk: `activity#${name}`,
      tenant: "c#acme",
      user: "ada",
      type: "activity",
      data: { provider: "gmail", title: name },
      at: "2026-01-01T00:00:00.000Z",
      ...more,
    }) as Record<string, { S: string }>,
  },
});

const queued = () =>
  aws.calls
    .filter(({ operation }) => operation === "SendMessageBatch")
    .flatMap(({ input }) => (input.Entries as Entry[]).map(({ MessageBody }) => JSON.parse(MessageBody)));

const asked = (seq: number) => ({ tenant: "c#acme", user: "ada", seq });

test("hands over the numbers of what its owner wants posted, and nothing of its content", async () => {
  await tellUsers([record("one"), record("two", { postTo: "#news" }), record("three", { postTo: "C1" })]);
  expect(queued()).toEqual([asked(2), asked(3)]);
});

test("writes the channel beside the activity and not into its frame", async () => {
  await tellUsers([record("one"), record("two", { postTo: "#news" })]);
  const written = aws.calls.find(({ operation }) => operation === "TransactWriteItems");
  const items = written?.input.TransactItems as { Put?: { Item: object } }[] | undefined;
  const puts = (items ?? []).flatMap(({ Put }) => (Put ? [Put.Item] : []));
  const rows = puts.map((item) => unmarshall(item as Parameters<typeof unmarshall>[0]));
  const named = rows.filter((row) => JSON.stringify(row).includes("#news"));
  expect(named).toEqual([expect.objectContaining({ pk: "activity#c%23acme#ada", title: "two", postTo: "#news" })]);
});

test("asks nobody's queue where nothing is to be posted", async () => {
  await tellUsers([record("one")]);
  expect(queued()).toEqual([]);
});

test("asks again when a record comes again, for the queue may not have heard of it", async () => {
  const reasons = [{ Code: "None" }, { Code: "ConditionalCheckFailed", Item: { seq: { N: "7" } } }];
  let met = false;
  aws.on("TransactWriteItems", () => {
    if (met) return json({});
    met = true;
    return json({ __type: "TransactionCanceledException", CancellationReasons: reasons }, 400);
  });
  const frame = { seq: 7, at: "2026-01-01T00:00:00.000Z", type: "activity", data: { title: "one" } };
  aws.on("GetItem", ({ Key }) => {
    const sk = Object(Key).sk.S;
    if (sk === "head") return json({ Item: marshall({ seq: 7, pushed: 7 }) });
    return json(sk.startsWith("frame#") ? { Item: marshall(frame) } : {});
  });
  await tellUsers([record("one", { postTo: "#news" })]);
  expect(queued()).toEqual([asked(7)]);
});

test("asks for the records again when the queue did not take one", async () => {
  aws.on("SendMessageBatch", () => json({ Successful: [], Failed: [{ Id: "0", Code: "InternalError" }] }));
  await expect(tellUsers([record("one", { postTo: "#news" })])).rejects.toThrow("could not be told");
});
