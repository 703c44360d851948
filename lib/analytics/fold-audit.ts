// Folds new rows of the audit into the counts of their days.
import { randomInt } from "node:crypto";
import type { DynamoDBRecord } from "aws-lambda";
import * as z from "zod";
import { settleInBatches } from "../concurrency.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { fromItem } from "../store/item.ts";
import { type Item, usageShards } from "../store/table.ts";
import {
  type FoldedDay,
  foldCounts,
  maxFoldedDays,
  readFoldedPosition,
  type StreamPosition,
  type TenantDay,
  toDay,
} from "../store/usage.ts";

/** What an action of the audit is counted as. The stream's filter lets these through and no others. */
export const countedActions = {
  connect: "connected",
  imported: "imported",
  refresh: "refreshed",
  reconnect_needed: "lost",
  disconnect: "disconnected",
} as const;

const entrySchema = z.object({
  tenant: z.string(),
  provider: z.string(),
  action: z.enum(Object.keys(countedActions) as (keyof typeof countedActions)[]),
  at: z.iso.datetime(),
});

interface Change {
  readonly at: TenantDay;
  readonly counter: string;
  readonly stream: string;
  readonly position: string;
}

/** Where the counts are kept. */
export interface FoldStore {
  fold(days: readonly FoldedDay[], shard: number): Promise<boolean>;
  readPosition(at: TenantDay): Promise<StreamPosition | undefined>;
}

const tableStore: FoldStore = { fold: foldCounts, readPosition: readFoldedPosition };

/**
 * Adds changes of the audit's table to the counts of their tenants' days, each change once. Lambda delivers a batch again after a
 * failure, whole, halved, or with what follows, so a tenant's day remembers how far it has got. All changes of a day have one
 * partition key, and a stream delivers those of one key in order.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 * @param shard of the stage's counts; all of them are added up
 * @throws the first failure, after everything else was folded: the stream delivers all changes again
 */
export async function foldAudit(
  records: readonly DynamoDBRecord[],
  store: FoldStore = tableStore,
  shard = randomInt(usageShards),
): Promise<void> {
  const changes = records.map(readChange).filter((change) => change !== undefined);
  const days = [...Map.groupBy(changes, ({ at }) => JSON.stringify(at)).values()];
  const failed: unknown[] = [];
  for (let from = 0; from < days.length; from += maxFoldedDays) {
    await foldTogether(days.slice(from, from + maxFoldedDays), store, shard).catch((error: unknown) =>
      failed.push(error),
    );
  }
  if (failed.length > 0) throw failed[0];
}

/** Folds several days in one transaction, or each on its own if one of them was folded before or cannot be written. */
async function foldTogether(days: readonly Change[][], store: FoldStore, shard: number): Promise<void> {
  const isFolded = await store.fold(days.flatMap(toFoldedDay), shard).catch(() => false);
  if (!isFolded) await settleInBatches(days, 1, (changes) => foldAlone(changes, store, shard));
}

async function foldAlone(changes: readonly Change[], store: FoldStore, shard: number): Promise<void> {
  for (let left = changes; ; ) {
    const [day] = toFoldedDay(left);
    if (day === undefined || (await store.fold([day], shard))) return;
    const reached = await store.readPosition(day.at);
    left = left.filter(({ position }) => reached?.stream !== day.stream || position > reached.position);
  }
}

/** @returns nothing for no changes */
function toFoldedDay(changes: readonly Change[]): FoldedDay[] {
  const sorted = changes.toSorted((a, b) => (a.position < b.position ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const counts = [...Map.groupBy(changes, ({ counter }) => counter)].map(
    ([name, same]) => [name, same.length] as const,
  );
  const { at, stream } = first;
  return [{ at, stream, first: first.position, last: last.position, counts: new Map(counts) }];
}

/** A row that cannot be read is left out and counted for an alarm: retrying it would hold up the stream for a day. */
function readChange({ dynamodb, eventName, eventSourceARN = "" }: DynamoDBRecord): Change | undefined {
  if (eventName !== "INSERT" || !isCounted(dynamodb?.NewImage?.action?.S)) return undefined;
  if (!isOwners(dynamodb?.NewImage?.tenant?.S)) return undefined;
  try {
    const { tenant, provider, action, at } = fromItem(entrySchema, dynamodb?.NewImage as Item);
    const position = (dynamodb?.SequenceNumber ?? "").padStart(maxSequenceDigits, "0");
    const stream = eventSourceARN.split("/stream/").at(-1) ?? "";
    const day = toDay(Date.parse(at));
    return { at: { tenant, provider, day }, counter: countedActions[action], stream, position };
  } catch (error) {
    count("RowUnreadable");
    log.error("a row of the audit cannot be counted", describeError(error));
    return undefined;
  }
}

/** A user who was deleted is another tenant in the audit, whose rows were counted before. */
const isOwners = (tenant: string | undefined): boolean => /^[cut][#@]/.test(tenant ?? "");

const isCounted = (action: string | undefined): boolean =>
  action !== undefined && Object.hasOwn(countedActions, action);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html */
const maxSequenceDigits = 40;
