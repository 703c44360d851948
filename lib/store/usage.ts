// What happened on a UTC day, counted for administrators: rows of each tenant and of the whole stage, in the table of deliveries.
// Who counts has rows of its own, so that each stays below 1 kB, the unit that a write is paid by.
import { GetItemCommand, type TransactWriteItem, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { dynamo, tryTransact } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { queryAll } from "./query-all.ts";
import { type Item, key, type UsageScope, usagePartition, usageRange, usageShards } from "./table.ts";
import { getUsageTable } from "./usage-table.ts";

/** Who counts: the job that folds the audit, Lambdas that call providers, workers of webhooks. */
export type UsageSource = "audit" | "calls" | "webhooks";

export interface UsageDay {
  /** UTC, such as "2026-12-01". */
  readonly day: string;
  readonly provider: string;
}

/** Numbers by the name of what is counted. */
export type Counts = ReadonlyMap<string, number>;

export interface UsageRow extends UsageDay {
  readonly source: string;
  readonly counts: Counts;
}

/** A little more than 13 months, so that a month can be compared with the same one a year before. */
const keptDays = 400;
const dayMs = 86_400_000;
const countPrefix = "n:";

export const toDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

const toExpiry = (day: string): number => Math.floor((Date.parse(day) + keptDays * dayMs) / 1000);

/** An update that adds to a row, which it creates if there is none. @param position how far it has got, to be remembered */
function addition(
  of: UsageScope,
  at: UsageDay & { readonly source: UsageSource },
  counts: Counts,
  position: Partial<StreamPosition> = {},
) {
  const added = [...counts];
  const set = toItem({ ttl: toExpiry(at.day), ...position });
  const sets = Object.keys(set).map((name) => `#${name} = :${name}`);
  return {
    TableName: getUsageTable(),
    Key: key.usage(of, at),
    UpdateExpression: `SET ${sets.join(", ")} ADD ${added.map((_, index) => `#n${index} :n${index}`).join(", ")}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(Object.keys(set).map((name) => [`#${name}`, name])),
      ...Object.fromEntries(added.map(([name], index) => [`#n${index}`, countPrefix + name])),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries(added.map(([, number], index) => [`:n${index}`, { N: String(number) }])),
    },
  };
}

/** Adds to a day's counts. */
export async function addCounts(
  of: UsageScope,
  at: UsageDay & { readonly source: UsageSource },
  counts: Counts,
): Promise<void> {
  await dynamo.send(new UpdateItemCommand(addition(of, at, counts)));
}

/** Where in a stream of changes a row was counted up to. Positions of one stream compare as texts. */
export interface StreamPosition {
  readonly stream: string;
  readonly position: string;
}

export interface TenantDay extends UsageDay {
  readonly tenant: string;
}

/** What changes of a stream say of a tenant's day. */
export interface FoldedDay {
  readonly at: TenantDay;
  readonly stream: string;
  /** Position of the first and of the last change that is counted. */
  readonly first: string;
  readonly last: string;
  readonly counts: Counts;
}

/** A transaction has up to 100 rows, and the more it has the likelier it meets another one. */
export const maxFoldedDays = 20;

/**
 * Adds what changes of a stream say to the days of some tenants and of the stage, unless some of them were added already. A tenant's
 * row remembers how far it has got; all are written, or none. Two units of writing for each row of a tenant, and for each row of the
 * stage, which is one for all tenants with the same day and provider.
 * @param shard of the stage's rows
 * @returns false if a row has got as far as its `first`, or further: nothing is added then
 */
export function foldCounts(days: readonly FoldedDay[], shard: number): Promise<boolean> {
  const stage = [...Map.groupBy(days, ({ at }) => JSON.stringify([at.day, at.provider])).values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ Update: addition({ shard }, { ...first.at, source: "audit" }, addUpCounts(same)) }] : [];
  });
  return tryTransact([...days.map(foldDay), ...stage]);
}

function foldDay({ at, stream, first, last, counts }: FoldedDay): TransactWriteItem {
  const added = addition({ tenant: at.tenant }, { ...at, source: "audit" }, counts, { stream, position: last });
  return {
    Update: {
      ...added,
      ConditionExpression: "attribute_not_exists(#position) OR #stream <> :stream OR #position < :first",
      ExpressionAttributeValues: { ...added.ExpressionAttributeValues, ":first": { S: first } },
    },
  };
}

/** Adds up the counts of several rows or days. */
export function addUpCounts(all: readonly { readonly counts: Counts }[]): Counts {
  const total = new Map<string, number>();
  for (const [name, number] of all.flatMap(({ counts }) => [...counts])) {
    total.set(name, (total.get(name) ?? 0) + number);
  }
  return total;
}

/** How far a tenant's day has been folded; undefined if nothing of it was. */
export async function readFoldedPosition(at: TenantDay): Promise<StreamPosition | undefined> {
  const Key = key.usage({ tenant: at.tenant }, { ...at, source: "audit" });
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: getUsageTable(), Key, ConsistentRead: true }));
  return Item && fromItem(z.object({ stream: z.string(), position: z.string() }), Item);
}

/** Lists the rows of some days, the first and the last included. @param tenant undefined for the whole stage */
export async function listUsage(tenant: string | undefined, first: string, last: string): Promise<UsageRow[]> {
  const scopes: UsageScope[] =
    tenant === undefined ? Array.from({ length: usageShards }, (_, shard) => ({ shard })) : [{ tenant }];
  const [from, to] = usageRange(first, last);
  const found = await Promise.all(
    scopes.map((scope) =>
      queryAll({
        TableName: getUsageTable(),
        ConsistentRead: false,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":pk": { S: usagePartition(scope) }, ":from": { S: from }, ":to": { S: to } },
      }),
    ),
  );
  return found.flat().map(parseUsageRow);
}

function parseUsageRow({ sk, ...attributes }: Item): UsageRow {
  const [, day = "", provider = "", source = ""] = (sk?.S ?? "").split("#");
  const counts = Object.entries(attributes)
    .filter(([name]) => name.startsWith(countPrefix))
    .map(([name, value]) => [name.slice(countPrefix.length), Number(value.N)] as const);
  return { day, provider, source, counts: new Map(counts) };
}
