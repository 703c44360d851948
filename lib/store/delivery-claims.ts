// Claims prevent an event from being processed twice. A claim is free if it is absent or expired, whatever its state, since
// DynamoDB removes rows late. Two attempts never hold the same claim, not even two attempts of one message.
import { TransactionCanceledException, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { toItem } from "./item.ts";
import { key } from "./table.ts";

/** Longer than a worker may run and shorter than its queue's visibility timeout, so a claim left by a crash is free at the retry. */
const claimDurationMs = 90_000;
/** Longer than any provider repeats a delivery. */
const processedRetentionMs = 35 * 86_400_000;

/** An attempt, by our id of its delivery, and the deduplication keys it claims. */
export interface ClaimHolder {
  readonly provider: string;
  readonly receipt: string;
  readonly dedupeKeys: readonly string[];
}

/** `done`: this delivery was processed · `duplicate`: another delivery of the event was · `busy`: another attempt holds a claim until then */
export type ClaimRefusal =
  | { readonly reason: "done" | "duplicate" }
  | { readonly reason: "busy"; readonly until: number };

/** The writes that claim events; they fail if one of them is claimed or processed. @param now epoch milliseconds */
export function claimWrites({ provider, receipt, dedupeKeys }: ClaimHolder, now: number): TransactWriteItem[] {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  const claimFields = toItem({
    receipt,
    state: "claimed",
    until: now + claimDurationMs,
    ttl: toSeconds(now + processedRetentionMs),
  });
  return dedupeKeys.map((name) => ({
    Put: {
      TableName,
      Item: { ...key.claim(provider, name), ...claimFields },
      ConditionExpression: "attribute_not_exists(pk) OR #until <= :now",
      ExpressionAttributeNames: { "#until": "until" },
      ExpressionAttributeValues: { ":now": { N: String(now) } },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  }));
}

export const settleWrites = (holder: ClaimHolder, now: number) =>
  claimChanges(holder, "done", now + processedRetentionMs, now);

/** The writes that free claims. They set an expiry instead of deleting, since workers have no delete permission. */
export const releaseWrites = (holder: ClaimHolder, now: number) => claimChanges(holder, "claimed", 0, now);

function claimChanges(
  { provider, receipt, dedupeKeys }: ClaimHolder,
  state: "claimed" | "done",
  until: number,
  now: number,
) {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return dedupeKeys.map(
    (name): TransactWriteItem => ({
      Update: {
        TableName,
        Key: key.claim(provider, name),
        UpdateExpression: "SET #state = :state, #until = :until, #ttl = :ttl",
        ConditionExpression: "receipt = :receipt AND #state = :claimed",
        ExpressionAttributeNames: { "#state": "state", "#until": "until", "#ttl": "ttl" },
        ExpressionAttributeValues: toItem({
          ":state": state,
          ":until": until,
          ":ttl": toSeconds(now + processedRetentionMs),
          ":receipt": receipt,
          ":claimed": "claimed",
        }),
      },
    }),
  );
}

/** Reads from a failed transaction why claims were refused; undefined for any other error. */
export function getClaimRefusal(error: unknown, { receipt, dedupeKeys }: ClaimHolder): ClaimRefusal | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons = (error.CancellationReasons ?? []).slice(0, dedupeKeys.length);
  const rows = reasons.filter(({ Code }) => Code === "ConditionalCheckFailed").map(({ Item }) => Item ?? {});
  if (rows.length === 0) return undefined;
  const done = rows.filter(({ state }) => state?.S === "done");
  if (done.length === 0) return { reason: "busy", until: Math.max(...rows.map(({ until }) => Number(until?.N ?? 0))) };
  return { reason: done.some((row) => row.receipt?.S === receipt) ? "done" : "duplicate" };
}

const toSeconds = (ms: number) => Math.floor(ms / 1000);
