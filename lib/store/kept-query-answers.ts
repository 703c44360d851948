// Answers to questions, for whoever asks the same again within minutes. Names are hashes, content is sealed.
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { mapInParallel } from "../concurrency.ts";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { key } from "./table.ts";

const keptSchema = z.object({
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  /** Epoch seconds. */
  expiresAt: z.number(),
});
export type KeptQueryAnswer = z.output<typeof keptSchema>;

/** Reads what is kept. It may have expired, since TTL deletion lags: the caller must check. */
export async function readKeptQueryAnswer(owner: Owner, name: string): Promise<KeptQueryAnswer | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName, Key: key.answer(owner, name), ConsistentRead: true }),
  );
  return Item && fromItem(keptSchema, Item);
}

export async function writeKeptQueryAnswer(owner: Owner, name: string, kept: KeptQueryAnswer): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const Item = { ...key.answer(owner, name), ...toItem({ ...kept, ttl: kept.expiresAt }) };
  await dynamo.send(new PutItemCommand({ TableName, Item }));
}

const maxDeletesAtOnce = 10;

/** Deletes all that is kept for a tenant's users. */
export async function deleteKeptQueryAnswers(tenant: Owner["tenant"]): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const rows = await queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk",
    ProjectionExpression: "pk, sk",
    ExpressionAttributeValues: { ":pk": key.answer({ tenant }, "-").pk },
  });
  await mapInParallel(rows, maxDeletesAtOnce, (Key) => dynamo.send(new DeleteItemCommand({ TableName, Key })));
}
