// Which activities are queued for posting, without a frame to clients.
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import { logged } from "../http/lambda-environment.ts";
import { awsError } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { createOutboxReader } from "./support/outbox.ts";

const { aws, publishFeed, listQueuedMessages } = await createOutboxReader();

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

const notificationMessage = (seq: number) => ({ tenant: "c#acme", user: "ada", seq });

test("queues the numbers of activities to post, and nothing of their content", async () => {
  await publishFeed([record("one"), record("two", { postTo: "#news" }), record("three", { postTo: "C1" })]);
  expect(listQueuedMessages()).toEqual([notificationMessage(2), notificationMessage(3)]);
});

test("writes the channel beside the activity and not into its frame", async () => {
  await publishFeed([record("one"), record("two", { postTo: "#news" })]);
  const written = aws.calls.find(({ operation }) => operation === "TransactWriteItems");
  const items = written?.input.TransactItems as { Put?: { Item: object } }[] | undefined;
  const puts = (items ?? []).flatMap(({ Put }) => (Put ? [Put.Item] : []));
  const rows = puts.map((item) => unmarshall(item as Parameters<typeof unmarshall>[0]));
  const named = rows.filter((row) => JSON.stringify(row).includes("#news"));
  expect(named).toEqual([expect.objectContaining({ pk: "activity#c%23acme#ada", title: "two", postTo: "#news" })]);
});

test("a row that the store never takes is set aside, and those around it are published", async () => {
  aws.on("TransactWriteItems", ({ TransactItems }) =>
    JSON.stringify(TransactItems).includes("poison") ? awsError("ValidationException") : json({}),
  );
  await publishFeed([record("one"), record("poison"), record("three")]);
  const written = aws.calls.filter(({ operation }) => operation === "TransactWriteItems").map(({ input }) => input);
  const alone = written.slice(1).map((input) => /"title":\{"S":"(\w+)"/.exec(JSON.stringify(input))?.[1]);
  expect(alone).toEqual(["one", "poison", "three"]);
  expect(logged.join("")).toContain("OutboxRowSetAside");
});

test("queues nothing when nothing is to be posted", async () => {
  await publishFeed([record("one")]);
  expect(listQueuedMessages()).toEqual([]);
});

test("queues again when a record is repeated, because the first message may be lost", async () => {
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
  await publishFeed([record("one", { postTo: "#news" })]);
  expect(listQueuedMessages()).toEqual([notificationMessage(7)]);
});

test("asks for the records again when the queue did not take one", async () => {
  aws.on("SendMessageBatch", () => json({ Successful: [], Failed: [{ Id: "0", Code: "InternalError" }] }));
  await expect(publishFeed([record("one", { postTo: "#news" })])).rejects.toThrow("could not be told");
});
