// The delivery log: one row per delivery, and rows that claim its events. Times are epoch milliseconds.
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

/** The fields that the log's index contains too. */
export const loggedDelivery = z.object({
  receipt: z.string(),
  provider: z.string(),
  kind: z.string(),
  deliveryId: z.string().optional(),
  status: z.enum(deliveryStatuses),
  attempts: z.number(),
  /** One word for why it failed or was ignored. */
  error: z.string().optional(),
  receivedAt: z.number(),
  finishedAt: z.number().optional(),
  /** Tenants of its recipients; empty until they were looked up. */
  tenants: z.array(z.string()),
  /** For a replay: the delivery whose payload is processed again. */
  replayOf: z.string().optional(),
  /** For a replay: whether users were notified of that delivery and are to be notified again. */
  again: z.boolean().optional(),
  replayedAt: z.number().optional(),
});
/** A row as the log's index shows it: without the payload, which only the row itself has. */
export type LoggedDelivery = z.output<typeof loggedDelivery>;

const delivery = loggedDelivery.extend({
  startedAt: z.number(),
  /** First piece of the sealed payload; absent for a replay. */
  payload: bytes.optional(),
  parts: z.number(),
  ttl: z.number(),
});
/** A delivery's row, its payload sealed. */
type DeliveryRow = z.output<typeof delivery>;

/** An attempt to process a delivery. `payload` is sealed and split into pieces that each fit into a row. */
export interface DeliveryAttempt extends Omit<DeliveryRow, "status" | "payload" | "parts" | "ttl"> {
  readonly payload: readonly Uint8Array[];
}

export type DeliveryOutcome = Required<Pick<LoggedDelivery, "status" | "tenants">> & {
  readonly error?: string | undefined;
};

const retentionSeconds = 90 * 86_400;

/** Claims a delivery's events and logs the attempt, in one transaction. @returns why it was refused @throws Problem provider_unavailable if nothing was claimed */
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

/** Ends an attempt for good: its events are never processed again. @throws if the attempt no longer holds its claims */
export async function finishDelivery(
  attempt: DeliveryAttempt,
  dedupeKeys: readonly string[],
  outcome: DeliveryOutcome,
  now: number,
) {
  await transact([...settleWrites({ ...attempt, dedupeKeys }, now), { Update: statusUpdate(attempt, outcome, now) }]);
}

/** Ends a failed attempt, so that the next one may claim the events. Does nothing if it no longer holds its claims. */
export async function releaseDelivery(
  attempt: DeliveryAttempt,
  dedupeKeys: readonly string[],
  outcome: DeliveryOutcome,
  now: number,
) {
  await tryWrite(
    transact([...releaseWrites({ ...attempt, dedupeKeys }, now), { Update: statusUpdate(attempt, outcome, now) }]),
  );
}

export async function logDelivery(attempt: DeliveryAttempt, outcome: DeliveryOutcome, now: number): Promise<void> {
  const rows = deliveryPuts({ ...attempt, ...outcome, finishedAt: now });
  if (rows.length > 1) return transact(rows.map((Put): TransactWriteItem => ({ Put })));
  for (const row of rows) await dynamo.send(new PutItemCommand(row));
}

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

/** Reads a delivery with its payload still sealed; undefined if there is none or it has expired. */
export async function readDelivery(receipt: string, now = Date.now()): Promise<DeliveryRow | undefined> {
  const { Item } = await dynamo.send(new GetItemCommand({ ...deliveryAddress(receipt), ConsistentRead: true }));
  const row = Item && fromItem(delivery, Item);
  return row === undefined || row.ttl * 1000 <= now ? undefined : row;
}

export async function readPayload({ receipt, payload, parts }: DeliveryRow): Promise<Uint8Array[]> {
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

/** A row's key in the log's index; it changes with the status. */
function logIndexFields(
  { provider, receipt, receivedAt }: Pick<DeliveryAttempt, "provider" | "receipt" | "receivedAt">,
  status: DeliveryStatus,
) {
  const iso = new Date(receivedAt).toISOString();
  const shard = receipt.charCodeAt(receipt.length - 1) % logShards;
  return { log: logPartition(provider, status, iso.slice(0, 13), shard), at: `${iso}#${receipt}` };
}
