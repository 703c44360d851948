import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import { awsError } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { createOutboxReader } from "./support/outbox.ts";

const { aws, publishFeed, listQueuedMessages } = await createOutboxReader();

const record = (change: string, id: string) => {
  const row = {
    pk: "outbox#c%23acme#ada",
    sk: `connection#${id}#${change}`,
    tenant: "c#acme",
    user: "ada",
    type: "connection.changed",
    data: { id, provider: "gmail", accountName: "Ada", status: "active", change },
    at: "2026-01-01T00:00:00.000Z",
  };
  return { dynamodb: { NewImage: marshall(row) as Record<string, { S: string }> } };
};
test("names the row of each connection that was made, and of no other", async () => {
  await publishFeed([record("connected", "one"), record("disconnected", "two"), record("connected", "three")]);
  expect(listQueuedMessages()).toEqual([
    { pk: "owner#c%23acme#ada", sk: "conn#gmail#one" },
    { pk: "owner#c%23acme#ada", sk: "conn#gmail#three" },
  ]);
});

test("asks for the records again when the queue did not take one", async () => {
  aws.on("SendMessageBatch", () => json({ Successful: [], Failed: [{ Id: "0", Code: "InternalError" }] }));
  await expect(publishFeed([record("connected", "one")])).rejects.toThrow("could not be told");
});

test("queues a connection again when its record is repeated, because the first message may be lost", async () => {
  const reasons = [{ Code: "None" }, { Code: "ConditionalCheckFailed", Item: { seq: { N: "1" } } }];
  let met = false;
  aws.on("TransactWriteItems", () => {
    if (met) return json({});
    met = true;
    return json({ __type: "TransactionCanceledException", CancellationReasons: reasons }, 400);
  });
  const { at, type, data } = {
    at: "2026-01-01T00:00:00.000Z",
    type: "connection.changed",
    data: { id: "one", provider: "gmail", change: "connected" },
  };
  aws.on("GetItem", ({ Key }) => {
    const sk = Object(Key).sk.S;
    if (sk === "head") return json({ Item: marshall({ seq: 1, pushed: 1 }) });
    return json(sk.startsWith("frame#") ? { Item: marshall({ seq: 1, at, type, data }) } : {});
  });
  await publishFeed([record("connected", "one")]);
  expect(listQueuedMessages()).toEqual([{ pk: "owner#c%23acme#ada", sk: "conn#gmail#one" }]);
});

test("serves the others when one user's table fails, and then asks for the records again", async () => {
  aws.on("TransactWriteItems", (input) =>
    JSON.stringify(input).includes("ada") ? awsError("AccessDeniedException") : json({}),
  );
  const ofBob = record("connected", "bob-1");
  const image = { ...ofBob.dynamodb.NewImage, pk: { S: "outbox#c%23acme#bob" }, user: { S: "bob" } };
  await expect(publishFeed([record("connected", "one"), { dynamodb: { NewImage: image } }])).rejects.toThrow();
  expect(listQueuedMessages()).toEqual([{ pk: "owner#c%23acme#bob", sk: "conn#gmail#bob-1" }]);
});
