// Claims prevent an event from being processed twice. A claim is free if it is absent or expired, whatever its state, since
// DynamoDB removes rows late. Two attempts never hold the same claim, not even two attempts of one message. One claim is written by
// itself, at half the price of a transaction; several are written together or not at all.
import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { type DeliveryOutcome, outcomeSchema } from "./delivery-outcome.ts";
import { dynamo, transact, tryWrite } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { type Item, key } from "./table.ts";

/** Longer than a worker may run and shorter than its queue's visibility timeout, so a claim left by a crash is free at the retry. */
const claimDurationMs = 90_000;
/** Longer than any provider repeats a delivery. */
const processedRetentionMs = 35 * 86_400_000;

/** An attempt, by our id of its delivery, and the deduplication keys it claims. */
export interface ClaimHolder {
  readonly provider: string;
  readonly receipt: string;
  /** Random, and new for each attempt: the client repeats a write whose answer was lost, which must find its own claim. */
  readonly mark: string;
  readonly dedupeKeys: readonly string[];
}

/**
 * `done`: this delivery was processed, with this outcome unless an earlier version settled it · `duplicate`: another delivery of
 * the event was · `busy`: another attempt holds a claim until then
 */
export type ClaimRefusal =
  | { readonly reason: "done"; readonly outcome?: DeliveryOutcome | undefined }
  | { readonly reason: "duplicate" }
  | { readonly reason: "busy"; readonly until: number };

/** Claims events, all or none. @param now epoch milliseconds @returns why it was refused @throws Problem provider_unavailable */
export async function claimEvents(holder: ClaimHolder, now: number): Promise<ClaimRefusal | undefined> {
  const puts = claimPuts(holder, now);
  const [only, ...more] = puts;
  try {
    if (only && more.length === 0) await dynamo.send(new PutItemCommand(only));
    else await transact(puts.map((Put) => ({ Put })));
    return undefined;
  } catch (error) {
    const refusal = getClaimRefusal(error, holder);
    if (refusal === undefined) throw error;
    return refusal;
  }
}

function claimPuts({ provider, receipt, mark, dedupeKeys }: ClaimHolder, now: number) {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  const ttl = toSeconds(now + processedRetentionMs);
  const claim = toItem({ receipt, mark, state: "claimed", until: now + claimDurationMs, ttl });
  return dedupeKeys.map((name) => ({
    TableName,
    Item: { ...key.claim(provider, name), ...claim },
    ConditionExpression: "attribute_not_exists(pk) OR #until <= :now OR mark = :mark",
    ExpressionAttributeNames: { "#until": "until" },
    ExpressionAttributeValues: { ":now": { N: String(now) }, ":mark": { S: mark } },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  }));
}

/** Ends claims for good, and keeps the outcome with them. @throws if the attempt no longer holds them */
export const settleClaims = (holder: ClaimHolder, outcome: DeliveryOutcome, now: number): Promise<void> =>
  changeClaims(holder, { state: "done", until: now + processedRetentionMs, outcome }, now);

/**
 * Frees claims. It sets an expiry instead of deleting, since workers have no delete permission.
 * @returns false if the attempt no longer holds them
 */
export const releaseClaims = (holder: ClaimHolder, now: number): Promise<boolean> =>
  tryWrite(changeClaims(holder, { state: "claimed", until: 0 }, now));

interface ClaimChange {
  readonly state: "claimed" | "done";
  readonly until: number;
  readonly outcome?: DeliveryOutcome;
}

async function changeClaims(holder: ClaimHolder, change: ClaimChange, now: number): Promise<void> {
  const updates = claimUpdates(holder, change, now);
  const [only, ...more] = updates;
  if (only && more.length === 0) await dynamo.send(new UpdateItemCommand(only));
  else await transact(updates.map((Update) => ({ Update })) satisfies TransactWriteItem[]);
}

function claimUpdates(
  { provider, mark, dedupeKeys }: ClaimHolder,
  { state, until, outcome }: ClaimChange,
  now: number,
) {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return dedupeKeys.map((name) => ({
    TableName,
    Key: key.claim(provider, name),
    UpdateExpression: `SET #state = :state, #until = :until, #ttl = :ttl${outcome ? ", outcome = :outcome" : ""}`,
    // Its own change is allowed too: the client repeats a write whose answer was lost.
    ConditionExpression: "mark = :mark AND (#state = :claimed OR #until = :until)",
    ExpressionAttributeNames: { "#state": "state", "#until": "until", "#ttl": "ttl" },
    ExpressionAttributeValues: toItem({
      ":state": state,
      ":until": until,
      ":ttl": toSeconds(now + processedRetentionMs),
      ":mark": mark,
      ":claimed": "claimed",
      ":outcome": outcome,
    }),
  }));
}

/** Reads from a failed write why claims were refused; undefined for any other error. */
export function getClaimRefusal(error: unknown, holder: Pick<ClaimHolder, "receipt">): ClaimRefusal | undefined {
  const rows = listRefusedRows(error);
  return rows.length === 0 ? undefined : explainRefusal(rows, holder);
}

/** The claims because of which a write was refused; none for any other error. */
function listRefusedRows(error: unknown): readonly Item[] {
  if (error instanceof ConditionalCheckFailedException) return [error.Item ?? {}];
  if (!(error instanceof TransactionCanceledException)) return [];
  const reasons = error.CancellationReasons ?? [];
  return reasons.filter(({ Code }) => Code === "ConditionalCheckFailed").map(({ Item }) => Item ?? {});
}

function explainRefusal(rows: readonly Item[], { receipt }: Pick<ClaimHolder, "receipt">): ClaimRefusal {
  const done = rows.filter(({ state }) => state?.S === "done");
  if (done.length === 0) return { reason: "busy", until: Math.max(...rows.map(({ until }) => Number(until?.N ?? 0))) };
  const own = done.find((row) => row.receipt?.S === receipt);
  return own ? { reason: "done", outcome: readOutcome(own) } : { reason: "duplicate" };
}

const readOutcome = (row: Item): DeliveryOutcome | undefined =>
  fromItem(z.object({ outcome: outcomeSchema().optional().catch(undefined) }), row).outcome;

const toSeconds = (ms: number) => Math.floor(ms / 1000);
