// What keeps an event from being worked on twice. A claim is free when it is absent or its time is over, whatever it says:
// the table removes rows late. Two attempts never hold one claim, not even two of the same message.
import { TransactionCanceledException, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { toItem } from "./item.ts";
import { key } from "./table.ts";

/** Longer than a worker may run, shorter than its queue hides a message: what a crash leaves is free when the retry comes. */
const claimMs = 90_000;
/** Longer than any provider repeats a delivery. */
const doneMs = 35 * 86_400_000;

/** An attempt, by the receipt of its delivery, and the names of what it claims. */
export interface ClaimHolder {
  readonly provider: string;
  readonly receipt: string;
  readonly dedupeKeys: readonly string[];
}

/** `done`: this very delivery was worked on · `duplicate`: another one of the event was · `busy`: somebody is at it until then */
export type ClaimRefusal =
  | { readonly reason: "done" | "duplicate" }
  | { readonly reason: "busy"; readonly until: number };

export function claimWrites({ provider, receipt, dedupeKeys: claims }: ClaimHolder, now: number): TransactWriteItem[] {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  const held = toItem({ receipt, state: "claimed", until: now + claimMs, ttl: toSeconds(now + doneMs) });
  return claims.map((name) => ({
    Put: {
      TableName,
      Item: { ...key.claim(provider, name), ...held },
      ConditionExpression: "attribute_not_exists(pk) OR #until <= :now",
      ExpressionAttributeNames: { "#until": "until" },
      ExpressionAttributeValues: { ":now": { N: String(now) } },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  }));
}

/** The event was dealt with. */
export const settleWrites = (holder: ClaimHolder, now: number) => claimChanges(holder, "done", now + doneMs, now);

/** Left for the next one; not removed, for that is another right. */
export const releaseWrites = (holder: ClaimHolder, now: number) => claimChanges(holder, "claimed", 0, now);

function claimChanges(
  { provider, receipt, dedupeKeys: claims }: ClaimHolder,
  state: string,
  until: number,
  now: number,
) {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return claims.map(
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
          ":ttl": toSeconds(now + doneMs),
          ":receipt": receipt,
          ":claimed": "claimed",
        }),
      },
    }),
  );
}

/** Why the claims were refused; undefined for an error that is no refusal. */
export function getClaimRefusal(
  error: unknown,
  { receipt, dedupeKeys: claims }: ClaimHolder,
): ClaimRefusal | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons = (error.CancellationReasons ?? []).slice(0, claims.length);
  const rows = reasons.filter(({ Code }) => Code === "ConditionalCheckFailed").map(({ Item }) => Item ?? {});
  if (rows.length === 0) return undefined;
  const done = rows.filter(({ state }) => state?.S === "done");
  if (done.length === 0) return { reason: "busy", until: Math.max(...rows.map(({ until }) => Number(until?.N ?? 0))) };
  return { reason: done.some((row) => row.receipt?.S === receipt) ? "done" : "duplicate" };
}

const toSeconds = (ms: number) => Math.floor(ms / 1000);
