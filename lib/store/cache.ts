// Cached responses of providers. The caller seals private content; this store only sees bytes.
import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { mapInParallel } from "../concurrency.ts";
import { config } from "../config.ts";
import { dynamo, isConditionFailure, tryWrite } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { cachePartition, type Item, key } from "./table.ts";

const table = () => config("TRANSIENT_TABLE").TRANSIENT_TABLE;

/** The request that is refilling an entry, and until when (epoch seconds) others wait for it. */
const refillSchema = z.object({ owner: z.string(), until: z.number() });

const cacheEntrySchema = z.object({
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
  version: z.string().optional(),
  /** Epoch milliseconds. */
  storedAt: z.number().optional(),
  /** When the provider was asked, epoch milliseconds. */
  askedAt: z.number().optional(),
  expiresAt: z.number().optional(),
  refill: refillSchema.optional(),
});
export type CacheEntry = z.output<typeof cacheEntrySchema>;

/** Larger content is not cached: DynamoDB's limit for a row, names included, is 400 kB. */
const maxBytes = 350_000;

/** What a response is cached under: its kind, then what it is about. Part of a row's key and of its seal. */
export type CacheName =
  | `${"account" | "channels" | "components" | "component-sets" | "file" | "patients" | "team" | "users" | "variables"}:${string}`
  | `etag#${string}`;

export interface CacheKey extends Owner {
  readonly connection: string;
  readonly name: CacheName;
}

export interface CacheContent {
  readonly content: Uint8Array;
  readonly version: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Epoch seconds after which DynamoDB may delete the row; `expiresAt` unless given. */
  readonly ttl?: number;
  /** When the provider was asked, epoch milliseconds. */
  readonly askedAt?: number;
}

export const cacheRowKey = (at: CacheKey): Item => key.cache(at, at.connection, at.name);

export const parseCacheEntry = (item: Item | undefined): CacheEntry | undefined =>
  item === undefined ? undefined : fromItem(cacheEntrySchema, item);

/** Reads a cache entry. It may have expired, since TTL deletion lags: the caller must check. */
export async function readCache(at: CacheKey, isConsistent = false): Promise<CacheEntry | undefined> {
  const get = new GetItemCommand({ TableName: table(), Key: cacheRowKey(at), ConsistentRead: isConsistent });
  return parseCacheEntry((await dynamo.send(get)).Item);
}

/** No call of a provider takes longer. */
const maxLoadMs = 25_000;

/** When the provider was asked, epoch milliseconds; the earliest possible time for an entry that does not say. */
export const getAskedAt = (entry: CacheEntry | undefined): number =>
  entry?.askedAt ?? Math.max(0, (entry?.storedAt ?? 0) - maxLoadMs);

/** Writes a cache entry, replacing any earlier one. @returns false if the content is too large */
export async function writeCache(at: CacheKey, entry: CacheContent): Promise<boolean> {
  if (entry.content.length > maxBytes) return false;
  await dynamo.send(new PutItemCommand({ TableName: table(), Item: toCacheRow(at, entry) }));
  return true;
}

const toCacheRow = (at: CacheKey, entry: CacheContent): Item => ({
  ...cacheRowKey(at),
  ...toItem({ ...entry, storedAt: Date.now(), ttl: entry.ttl ?? entry.expiresAt }),
});

/** Claims the refill of an entry for some seconds, so that one request asks the provider. @returns the entry before the claim; undefined if another holds it */
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
    // Its own claim is allowed too: the AWS client repeats a write whose response was lost.
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
 * Stores a refilled entry if the owner still holds the claim: a webhook or a disconnect may have cleared the row. One that is too
 * large leaves nothing: the entry of before is out of date.
 * @returns whether it was stored
 */
export async function storeRefill(at: CacheKey, owner: string, entry: CacheContent): Promise<boolean> {
  if (entry.content.length > maxBytes) {
    await discardRefill(at, owner);
    return false;
  }
  return tryWrite(
    dynamo.send(new PutItemCommand({ TableName: table(), Item: toCacheRow(at, entry), ...ifClaimedBy(owner) })),
  );
}

/** Ends a refill without a result, if the owner still holds the claim. */
export const releaseRefill = (at: CacheKey, owner: string): Promise<void> => endRefill(at, owner, "REMOVE refill");

/** The same, and the entry of before is gone. */
export const discardRefill = (at: CacheKey, owner: string): Promise<void> =>
  endRefill(at, owner, "REMOVE refill, content, version, storedAt, askedAt, expiresAt");

async function endRefill(at: CacheKey, owner: string, UpdateExpression: string): Promise<void> {
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = ifClaimedBy(owner);
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName: table(),
        Key: cacheRowKey(at),
        UpdateExpression,
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

export async function listCachedNames(owner: Owner, connection: string, prefix = ""): Promise<string[]> {
  const rows = await listCacheKeys(owner, connection, prefix);
  return rows.flatMap(({ sk }) => (sk?.S === undefined ? [] : [sk.S]));
}

export async function clearCache(owner: Owner, connection: string, prefix = ""): Promise<void> {
  const rows = await listCacheKeys(owner, connection, prefix);
  await Promise.all(rows.map((Key) => dynamo.send(new DeleteItemCommand({ TableName: table(), Key }))));
}

const maxConcurrentDeletes = 25;

/** Deletes cache entries by their names. A refill under way finds its claim gone, and stores nothing. */
export async function deleteCached(owner: Owner, connection: string, names: readonly string[]): Promise<void> {
  await mapInParallel(names, maxConcurrentDeletes, (name) =>
    dynamo.send(new DeleteItemCommand({ TableName: table(), Key: key.cache(owner, connection, name) })),
  );
}

/** Reads all pages: a query page ends after 1 MB, which can be three rows. */
function listCacheKeys(owner: Owner, connection: string, prefix: string): Promise<Item[]> {
  return queryAll({
    TableName: table(),
    KeyConditionExpression: prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :sk)",
    ProjectionExpression: "pk, sk",
    ExpressionAttributeValues: {
      ":pk": { S: cachePartition(owner, connection) },
      ...(prefix === "" ? {} : { ":sk": { S: prefix } }),
    },
  });
}
