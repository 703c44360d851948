// Answers of providers, kept for a while. What is private is sealed by the caller; this store sees bytes.
import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, isConditionFailure, tryWrite } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { cachePartition, type Item, key } from "./table.ts";

const table = () => config("TRANSIENT_TABLE").TRANSIENT_TABLE;

/** Who is asking the provider anew, and until when (epoch seconds) the others wait for that. */
const refillSchema = z.object({ owner: z.string(), until: z.number() });

const cacheEntrySchema = z.object({
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
  version: z.string().optional(),
  /** Epoch milliseconds. */
  storedAt: z.number().optional(),
  expiresAt: z.number().optional(),
  refill: refillSchema.optional(),
});
export type CacheEntry = z.output<typeof cacheEntrySchema>;

/** DynamoDB's limit is 400 kB for a row with all its names; beyond this an answer is simply not kept. */
const maxBytes = 350_000;

export interface CacheKey extends Owner {
  readonly connection: string;
  readonly name: string;
}

export interface CacheContent {
  readonly content: Uint8Array;
  readonly version: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Epoch seconds from which it may be deleted; `expiresAt` unless given. */
  readonly ttl?: number;
}

export const cacheRowKey = (at: CacheKey): Item => key.cache(at, at.connection, at.name);

export const parseCacheEntry = (item: Item | undefined): CacheEntry | undefined =>
  item === undefined ? undefined : fromItem(cacheEntrySchema, item);

/** What is kept, expired or not: TTL deletion lags, so the reader checks. */
export async function readCache(at: CacheKey, isConsistent = false): Promise<CacheEntry | undefined> {
  const get = new GetItemCommand({ TableName: table(), Key: cacheRowKey(at), ConsistentRead: isConsistent });
  return parseCacheEntry((await dynamo.send(get)).Item);
}

/** Keeps an answer, whatever was kept before. @returns false for one that is too large */
export async function writeCache(at: CacheKey, kept: CacheContent): Promise<boolean> {
  if (kept.content.length > maxBytes) return false;
  await dynamo.send(new PutItemCommand({ TableName: table(), Item: toCacheRow(at, kept) }));
  return true;
}

const toCacheRow = (at: CacheKey, kept: CacheContent): Item => ({
  ...cacheRowKey(at),
  ...toItem({ ...kept, storedAt: Date.now(), ttl: kept.ttl ?? kept.expiresAt }),
});

/**
 * Claims the right to ask the provider, for nobody else is at it.
 * @returns what stood there before, which may have come since it was last read; undefined when somebody else is at it
 */
export async function claimRefill(
  at: CacheKey,
  owner: string,
  now: number,
  seconds: number,
): Promise<{ before: CacheEntry | undefined } | undefined> {
  const until = now + seconds;
  try {
    const { Attributes } = await dynamo.send(refillClaimUpdate(at, owner, now, until));
    return { before: parseCacheEntry(Attributes) };
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

const refillClaimUpdate = (at: CacheKey, owner: string, now: number, until: number) =>
  new UpdateItemCommand({
    TableName: table(),
    Key: cacheRowKey(at),
    UpdateExpression: "SET refill = :claim, #ttl = if_not_exists(#ttl, :ttl)",
    // Its own one too: the client sends again what got no answer.
    ConditionExpression: "attribute_not_exists(refill) OR refill.#until <= :now OR refill.#owner = :owner",
    ExpressionAttributeNames: { "#ttl": "ttl", "#until": "until", "#owner": "owner" },
    ExpressionAttributeValues: {
      ":claim": { M: toItem({ owner, until }) },
      ":owner": { S: owner },
      ":now": { N: String(now) },
      ":ttl": { N: String(until + 3600) },
    },
    ReturnValues: "ALL_OLD",
  });

/**
 * Keeps what the claim's owner has brought. Not where the row was cleared meanwhile: whatever cleared it, a webhook or a
 * disconnect, knew better.
 * @returns whether it is kept
 */
export async function storeRefill(at: CacheKey, owner: string, kept: CacheContent): Promise<boolean> {
  if (kept.content.length > maxBytes) {
    await releaseRefill(at, owner);
    return false;
  }
  return tryWrite(
    dynamo.send(new PutItemCommand({ TableName: table(), Item: toCacheRow(at, kept), ...ifClaimedBy(owner) })),
  );
}

export async function releaseRefill(at: CacheKey, owner: string): Promise<void> {
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = ifClaimedBy(owner);
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName: table(),
        Key: cacheRowKey(at),
        UpdateExpression: "REMOVE refill",
        ConditionExpression,
        ExpressionAttributeNames,
        ExpressionAttributeValues,
      }),
    ),
  );
}

const ifClaimedBy = (owner: string) => ({
  ConditionExpression: "refill.#owner = :owner",
  ExpressionAttributeNames: { "#owner": "owner" },
  ExpressionAttributeValues: { ":owner": { S: owner } },
});

/** The names under which something is kept for a connection, those that begin so. */
export async function listCachedNames(owner: Owner, connection: string, begins = ""): Promise<string[]> {
  const rows = await listCacheKeys(owner, connection, begins);
  return rows.flatMap(({ sk }) => (sk?.S === undefined ? [] : [sk.S]));
}

/** Forgets everything kept for a connection, or what has a name that begins so. */
export async function clearCache(owner: Owner, connection: string, begins = ""): Promise<void> {
  const rows = await listCacheKeys(owner, connection, begins);
  await Promise.all(rows.map((Key) => dynamo.send(new DeleteItemCommand({ TableName: table(), Key }))));
}

/** A page of a query ends at 1 MB read, which three rows can be: all pages. */
function listCacheKeys(owner: Owner, connection: string, begins: string): Promise<Item[]> {
  return queryAll({
    TableName: table(),
    KeyConditionExpression: begins === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :sk)",
    ProjectionExpression: "pk, sk",
    ExpressionAttributeValues: {
      ":pk": { S: cachePartition(owner, connection) },
      ...(begins === "" ? {} : { ":sk": { S: begins } }),
    },
  });
}
