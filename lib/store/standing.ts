// How many connections are active and how long they have been idle, as the last pass over the connections found it. Their index is
// passed in segments, and a row holds what each of them had.
import { BatchGetItemCommand, GetItemCommand, paginateScan, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { mapInParallel } from "../concurrency.ts";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem, parseReadableItems, updateExpression } from "./item.ts";
import { type Item, key, tenantIndex, type UsageScope } from "./table.ts";
import { getUsageTable } from "./usage-table.ts";

/** All are passed once a day, at least: a segment an hour. */
export const standingSegments = 24;

const standingSchema = z.object({
  active: z.number(),
  /** Seconds since their last use, of all together. */
  idleSeconds: z.number(),
});
/** Of one provider. */
export type Standing = z.output<typeof standingSchema>;
export type StandingByProvider = Readonly<Record<string, Standing>>;

const segmentSchema = z.object({
  /** When the segment was passed, epoch seconds. */
  at: z.number(),
  providers: z.record(z.string(), standingSchema),
});
const segmentName = (segment: number) => `segment${segment}`;
const rowSchema = z.object(
  Object.fromEntries(
    Array.from({ length: standingSegments }, (_, segment) => [segmentName(segment), segmentSchema.optional()]),
  ),
);

const connectionSchema = z.object({
  tenant: z.string(),
  provider: z.string(),
  status: z.string(),
  connectedAt: z.number(),
  lastUsed: z.number().optional(),
});
/** What is read of a connection. */
export type CountedConnection = z.output<typeof connectionSchema>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const maxKeys = 100;
const maxConcurrentReads = 8;
const maxAttempts = 5;

/** Reads the active connections of a segment of their index, a page at a time, without what is sealed. */
export async function* scanActiveConnections(segment: number): AsyncGenerator<CountedConnection[]> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const pages = paginateScan(
    { client: dynamo },
    { TableName, IndexName: tenantIndex, Segment: segment, TotalSegments: standingSegments },
  );
  for await (const { Items = [] } of pages) {
    const keys = Items.flatMap(({ pk, sk }) => (pk && sk ? [{ pk, sk }] : []));
    const batches = Array.from({ length: Math.ceil(keys.length / maxKeys) }, (_, nth) =>
      keys.slice(nth * maxKeys, (nth + 1) * maxKeys),
    );
    const found = (await mapInParallel(batches, maxConcurrentReads, readRows)).flat();
    const readable = parseReadableItems(connectionSchema, found, "connection");
    yield readable.filter(({ status }) => status === "active");
  }
}

/** @throws Error if DynamoDB does not return all rows: a segment is counted whole or not at all */
async function readRows(keys: readonly Item[]): Promise<Item[]> {
  const { CONNECTIONS_TABLE: table } = config("CONNECTIONS_TABLE");
  const names = { "#status": "status" };
  const wanted = "tenant, provider, #status, connectedAt, lastUsed";
  const found: Item[] = [];
  let Keys: Item[] = [...keys];
  for (let attempt = 0; Keys.length > 0; attempt += 1) {
    if (attempt === maxAttempts) throw new Error("The store is busy.");
    const request = { Keys, ProjectionExpression: wanted, ExpressionAttributeNames: names };
    const read = await dynamo.send(new BatchGetItemCommand({ RequestItems: { [table]: request } }));
    found.push(...(read.Responses?.[table] ?? []));
    Keys = read.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

/** The stage's row is in one of its shards: it is written a few times an hour. */
const toScope = (tenant: string | undefined): UsageScope => (tenant === undefined ? { shard: 0 } : { tenant });

const keptSeconds = 8 * 86_400;

/** Writes what a segment had. @param tenant undefined for the whole stage @param at epoch seconds */
export async function writeStanding(
  tenant: string | undefined,
  segment: number,
  providers: StandingByProvider,
  at: number,
): Promise<void> {
  const update = updateExpression({ [segmentName(segment)]: { at, providers }, ttl: at + keptSeconds });
  const Key = key.standing(toScope(tenant));
  await dynamo.send(new UpdateItemCommand({ TableName: getUsageTable(), Key, ...update }));
}

/**
 * What all segments had together. A tenant without connections in a segment is not written: its entry counts only if it is not older
 * than the stage's, which is written last.
 */
export async function readStanding(tenant: string | undefined): Promise<StandingByProvider> {
  const [stage, own] = await Promise.all([readRow(undefined), tenant === undefined ? undefined : readRow(tenant)]);
  const total: Record<string, Standing> = {};
  for (const [name, passed] of Object.entries(stage)) {
    const found = own === undefined ? passed : own[name];
    if (passed === undefined || found === undefined || found.at < passed.at) continue;
    for (const [provider, { active, idleSeconds }] of Object.entries(found.providers)) {
      const before = total[provider] ?? { active: 0, idleSeconds: 0 };
      total[provider] = { active: before.active + active, idleSeconds: before.idleSeconds + idleSeconds };
    }
  }
  return total;
}

async function readRow(tenant: string | undefined): Promise<z.output<typeof rowSchema>> {
  const Key = key.standing(toScope(tenant));
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: getUsageTable(), Key }));
  return Item ? fromItem(rowSchema, Item) : {};
}
