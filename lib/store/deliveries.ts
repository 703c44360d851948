// The log of deliveries: one row per arrival, and rows that claim the event it brings. Times are epoch milliseconds.
import { GetItemCommand, PutItemCommand, type TransactWriteItem, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { type ClaimRefusal, claimWrites, getClaimRefusal, releaseWrites, settleWrites } from "./delivery-claims.ts";
import { dynamo, transact, tryWrite } from "./dynamo.ts";
import { fromItem, toItem, updateExpression } from "./item.ts";
import { key, logPartition, logShards } from "./table.ts";

export const deliveryStatuses = ["pending", "processed", "failed", "ignored", "duplicate"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What the log's index shows of a row, too. */
export const loggedDelivery = z.object({
  receipt: z.string(),
  provider: z.string(),
  kind: z.string(),
  deliveryId: z.string().optional(),
  status: z.enum(deliveryStatuses),
  attempts: z.number(),
  /** Why it failed or was ignored, in one word. */
  error: z.string().optional(),
  receivedAt: z.number(),
  finishedAt: z.number().optional(),
  /** Those that saw it; none before its connections were looked up. */
  tenants: z.array(z.string()),
  /** Whose payload is worked on again. */
  replayOf: z.string().optional(),
  /** Whether that one was told to its users, and they are to be told once more. */
  again: z.boolean().optional(),
  replayedAt: z.number().optional(),
});
export type LoggedDelivery = z.output<typeof loggedDelivery>;

const delivery = loggedDelivery.extend({
  startedAt: z.number(),
  /** Sealed; absent for a replay. */
  payload: bytes.optional(),
  /** How many rows the payload goes on in. */
  parts: z.number(),
  ttl: z.number(),
});
type DeliveryRow = z.output<typeof delivery>;
export type StoredDelivery = Omit<DeliveryRow, "ttl">;

/** What an attempt begins with. `payload` is sealed, in pieces that fit a row each. */
export interface DeliveryAttempt extends Omit<StoredDelivery, "status" | "payload" | "parts"> {
  readonly payload: readonly Uint8Array[];
}

/** How it went. */
export type DeliveryOutcome = Required<Pick<LoggedDelivery, "status" | "tenants">> & {
  readonly error?: string | undefined;
};

const retentionSeconds = 90 * 86_400;

/**
 * Claims the event and logs the attempt as pending, all or nothing.
 * @returns undefined when it is ours to work on
 * @throws Problem provider_unavailable: then nothing is claimed, and nothing may be done
 */
export async function claimDelivery(
  attempt: DeliveryAttempt,
  dedupeKeys: readonly string[],
  now: number,
): Promise<ClaimRefusal | undefined> {
  const holder = { ...attempt, dedupeKeys };
  const rows = deliveryPuts({ ...attempt, status: "pending" }).map((Put): TransactWriteItem => ({ Put }));
  try {
    await transact([...claimWrites(holder, now), ...rows]);
    return undefined;
  } catch (error) {
    const refusal = getClaimRefusal(error, holder);
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/** Ends an attempt: its claims are settled for good. @throws when the claims are no longer ours */
export async function finishDelivery(
  attempt: DeliveryAttempt,
  dedupeKeys: readonly string[],
  outcome: DeliveryOutcome,
  now: number,
) {
  await transact([
    ...settleWrites({ ...attempt, dedupeKeys: dedupeKeys }, now),
    { Update: statusUpdate(attempt, outcome, now) },
  ]);
}

/** Ends an attempt that failed: whoever comes next may claim the event. Does nothing when the claims are no longer ours. */
export async function releaseDelivery(
  attempt: DeliveryAttempt,
  dedupeKeys: readonly string[],
  outcome: DeliveryOutcome,
  now: number,
) {
  await tryWrite(
    transact([
      ...releaseWrites({ ...attempt, dedupeKeys: dedupeKeys }, now),
      { Update: statusUpdate(attempt, outcome, now) },
    ]),
  );
}

/** Logs a delivery on which no work is done. */
export async function logDelivery(attempt: DeliveryAttempt, outcome: DeliveryOutcome, now: number): Promise<void> {
  const rows = deliveryPuts({ ...attempt, ...outcome, finishedAt: now });
  if (rows.length > 1) return transact(rows.map((Put): TransactWriteItem => ({ Put })));
  for (const row of rows) await dynamo.send(new PutItemCommand(row));
}

/** Notes on a row that it was worked on again. */
export async function markReplayed(receipt: string, now: number): Promise<void> {
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        ...deliveryAddress(receipt),
        UpdateExpression: "SET replayedAt = :now",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":now": { N: String(now) } },
      }),
    ),
  );
}

/** A row of the log, with its payload still sealed; undefined when it is not there or its time is over. */
export async function readDelivery(receipt: string, now = Date.now()): Promise<StoredDelivery | undefined> {
  const { Item } = await dynamo.send(new GetItemCommand({ ...deliveryAddress(receipt), ConsistentRead: true }));
  const row = Item && fromItem(delivery, Item);
  return row === undefined || row.ttl * 1000 <= now ? undefined : row;
}

/** All pieces of a payload, in order. */
export async function readPayload({ receipt, payload, parts }: StoredDelivery): Promise<Uint8Array[]> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  const rest = Array.from({ length: parts }, async (_, index) => {
    const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key.deliveryPart(receipt, index + 1) }));
    return Item?.payload?.B;
  });
  return [payload, ...(await Promise.all(rest))].filter((piece) => piece !== undefined);
}

const deliveryAddress = (receipt: string) => {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return { TableName, Key: key.delivery(receipt) };
};

function deliveryPuts({ payload: [first, ...rest], ...attempt }: DeliveryAttempt & Pick<LoggedDelivery, "status">) {
  const { TableName, Key } = deliveryAddress(attempt.receipt);
  const ttl = Math.floor(attempt.receivedAt / 1000) + retentionSeconds;
  const row = { ...attempt, ...logIndexFields(attempt, attempt.status), payload: first, parts: rest.length, ttl };
  return [
    { TableName, Item: { ...Key, ...toItem(row) } },
    ...rest.map((payload, index) => ({
      TableName,
      Item: { ...key.deliveryPart(attempt.receipt, index + 1), ...toItem({ payload, ttl }) },
    })),
  ];
}

function statusUpdate(attempt: DeliveryAttempt, { status, error, tenants }: DeliveryOutcome, now: number) {
  const change = { status, error, tenants, finishedAt: now, log: logIndexFields(attempt, status).log };
  return { ...deliveryAddress(attempt.receipt), ...updateExpression(change) };
}

/** Where a row stands in the log: a status that changes moves it. */
function logIndexFields(
  { provider, receipt, receivedAt }: Pick<DeliveryAttempt, "provider" | "receipt" | "receivedAt">,
  status: string,
) {
  const iso = new Date(receivedAt).toISOString();
  const shard = receipt.charCodeAt(receipt.length - 1) % logShards;
  return { log: logPartition(provider, status, iso.slice(0, 13), shard), at: `${iso}#${receipt}` };
}
