// Messages on the queue, and the rows that processing them writes.
import { type AttributeValue, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { expect } from "vitest";
import { key } from "../../../lib/store/table.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import type { AcmeEvent } from "../entries/acme.ts";
import { provider } from "./acme-worker.ts";

export interface TestDelivery {
  readonly receipt: string;
  /** The body on the queue. */
  readonly body: string;
}

let count = 0;

/** A delivery of an event as a receiver queues it, with a unique delivery id. */
export function createDelivery(event: Partial<AcmeEvent>, over: Record<string, unknown> = {}): TestDelivery {
  const name = event.name ?? `event-${++count}-${crypto.randomUUID()}`;
  const receipt = crypto.randomUUID();
  const body = JSON.stringify({ name, claims: [name], routes: [], ...event });
  const message = { receipt, provider, kind: "event", receivedAt: Date.now(), headers: {}, encoding: "utf8", body };
  return { receipt, body: JSON.stringify({ ...message, ...over }) };
}

/** One batch, as Lambda's poller passes it. Message ids are delivery ids. */
export const createBatch = (...messages: readonly TestDelivery[]): SQSEvent => ({
  Records: messages.map(({ receipt, body }) => createRecord(receipt, body)),
});

function createRecord(messageId: string, body: string): SQSRecord {
  return {
    messageId,
    receiptHandle: messageId,
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: String(Date.now()),
      SenderId: "test",
      ApproximateFirstReceiveTimestamp: String(Date.now()),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:acme",
    awsRegion: "us-east-1",
  };
}

/** A row of the delivery log, as stored; that of the payload where it is not logged yet. */
export const readLogRow = async (receipt: string): Promise<Record<string, unknown> | undefined> =>
  (await readRow(key.delivery(receipt))) ?? readRow(key.deliveryPart(receipt, 1));

/** The first row of a delivery's payload, as stored. */
export const readPayloadRow = (receipt: string) => readRow(key.deliveryPart(receipt, 1));

async function readRow(Key: Record<string, AttributeValue>): Promise<Record<string, unknown> | undefined> {
  const found = await dynamodb().send(
    new GetItemCommand({ TableName: tableName("deliveries"), Key, ConsistentRead: true }),
  );
  return found.Item && unmarshall(found.Item);
}

export const readStatus = async (receipt: string): Promise<unknown> => (await readLogRow(receipt))?.status;

/** A claim of a dedupe key, as stored. */
export async function readClaim(name: string): Promise<Record<string, unknown> | undefined> {
  return readRow(key.claim(provider, name));
}

/** Makes a claim expire now. */
export async function expireClaim(name: string): Promise<void> {
  expect(await readClaim(name)).toBeDefined();
  await dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName("deliveries"),
      Key: key.claim(provider, name),
      UpdateExpression: "SET #until = :past",
      ExpressionAttributeNames: { "#until": "until" },
      ExpressionAttributeValues: { ":past": { N: String(Date.now() - 1) } },
    }),
  );
}
