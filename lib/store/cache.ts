// Answers of providers, kept for a while. What is private is sealed by the caller; this store sees bytes.
import { DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { cachePartition, type Item, key } from "./table.ts";

const entry = z.object({
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  version: z.string(),
  expiresAt: z.number(),
});

/** DynamoDB's limit is 400 kB for a row with all its names; beyond this an answer is simply not kept. */
const maxBytes = 350_000;

export interface CacheKey extends Owner {
  readonly connection: string;
  readonly name: string;
}

/** @returns the bytes, unless they expired (checked here: TTL deletion lags) or belong to another version */
export async function readCache(at: CacheKey, version: string, now: number): Promise<Uint8Array | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key.cache(at, at.connection, at.name) }));
  if (Item === undefined) return undefined;
  const found = fromItem(entry, Item);
  return found.version === version && found.expiresAt > now ? found.content : undefined;
}

export async function writeCache(at: CacheKey, version: string, content: Uint8Array, expiresAt: number): Promise<void> {
  if (content.length > maxBytes) return;
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const Item = { ...key.cache(at, at.connection, at.name), ...toItem({ content, version, expiresAt, ttl: expiresAt }) };
  await dynamo.send(new PutItemCommand({ TableName, Item }));
}

/**
 * Forgets everything kept for a connection, or what has a name that begins so. A page of a query ends at 1 MB read, which
 * three rows can be.
 */
export async function clearCache(owner: Owner, connection: string, begins?: string): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  let from: Item | undefined;
  do {
    const page = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: begins === undefined ? "pk = :pk" : "pk = :pk AND begins_with(sk, :sk)",
        ProjectionExpression: "pk, sk",
        ExpressionAttributeValues: {
          ":pk": { S: cachePartition(owner, connection) },
          ...(begins === undefined ? {} : { ":sk": { S: begins } }),
        },
        ExclusiveStartKey: from,
      }),
    );
    await Promise.all((page.Items ?? []).map((Key) => dynamo.send(new DeleteItemCommand({ TableName, Key }))));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
