// The delivery log: one small row per delivery, beside its payload and the rows that claim its events. Times are epoch milliseconds.
import { GetItemCommand, PutItemCommand, type PutItemCommandInput, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { type ClaimRefusal, claimEvents, releaseClaims, settleClaims } from "./delivery-claims.ts";
import { type DeliveryOutcome, type DeliveryStatus, deliveryStatuses } from "./delivery-outcome.ts";
import { clearPayload, writePayload } from "./delivery-payload.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { type Item, key, logPartition, logShards } from "./table.ts";

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
  /** Hashes of its recipients, see `hashRecipients`. Absent in rows of earlier releases and for very many. */
  recipients: z.array(z.string()).optional(),
  /** First piece of the sealed payload: in the log's row in 0.1.0, now in the first of the payload's own rows. */
  payload: bytes.optional(),
  /** How many rows have pieces of the payload; none for a replay. */
  parts: z.number(),
  ttl: z.number(),
});
/** A delivery's row, its payload sealed. */
type DeliveryRow = z.output<typeof delivery>;

/** An attempt to process a delivery. `payload` is sealed and split into pieces that each fit into a row. */
export interface DeliveryAttempt extends Omit<DeliveryRow, "status" | "payload" | "parts" | "ttl" | "tenants"> {
  readonly tenants: readonly string[];
  readonly mark: string;
  readonly payload: readonly Uint8Array[];
}

const retentionSeconds = 90 * 86_400;

/** Claims a delivery's events. @returns why it was refused @throws Problem provider_unavailable if nothing was claimed */
export const claimDelivery = (
  attempt: DeliveryAttempt,
  dedupeKeys: readonly string[],
  now: number,
): Promise<ClaimRefusal | undefined> => claimEvents({ ...attempt, dedupeKeys }, now);

/**
 * Keeps the payload of a claimed delivery; its row says that the delivery is pending. In the log's index that stands only for a
 * repeated attempt and a replay: a first attempt is mostly over before anybody looks. @throws Problem provider_unavailable
 */
export async function storeDelivery(attempt: DeliveryAttempt): Promise<void> {
  const row = { ...attempt, status: "pending" } as const;
  await storePayload(row);
  if (attempt.attempts > 1 || attempt.payload.length === 0) await putRow(row);
}

/**
 * Ends an attempt for good: its events are never processed again. The claims decide; they keep the outcome, so that a repetition of
 * the message can log it (`logSettled`) if this was interrupted.
 * @throws if the attempt no longer holds its claims
 */
export async function finishDelivery(
  attempt: DeliveryAttempt,
  dedupeKeys: readonly string[],
  outcome: DeliveryOutcome,
  now: number,
) {
  const { recipients: _, ...kept } = outcome;
  await settleClaims({ ...attempt, dedupeKeys }, kept, now);
  await putRow({ ...attempt, ...outcome, finishedAt: now });
}

/** Removes what {@link storeDelivery} kept of a payload. @returns the attempt without it */
export async function forgetPayload(attempt: DeliveryAttempt): Promise<DeliveryAttempt> {
  const fields = toFields({ ...attempt, payload: [], status: "ignored" });
  await clearPayload(attempt.receipt, attempt.payload.length, fields);
  return { ...attempt, payload: [] };
}

/** Ends a failed attempt, so that the next one may claim the events. Does nothing if it no longer holds its claims. */
export async function releaseDelivery(
  attempt: DeliveryAttempt,
  dedupeKeys: readonly string[],
  outcome: DeliveryOutcome,
  now: number,
) {
  const wasHeld = await releaseClaims({ ...attempt, dedupeKeys }, now);
  if (wasHeld) await putRow({ ...attempt, ...outcome, finishedAt: now });
}

/** Logs a delivery that claims nothing, such as a duplicate, with its payload. */
export async function logDelivery(attempt: DeliveryAttempt, outcome: DeliveryOutcome, now: number): Promise<void> {
  const row = { ...attempt, ...outcome, finishedAt: now };
  await storePayload(row);
  await putRow(row);
}

/** Logs the outcome of a delivery that was settled, unless it stands in the log already. */
export async function logSettled(attempt: DeliveryAttempt, outcome: DeliveryOutcome, now: number): Promise<void> {
  await tryWrite(putRow({ ...attempt, ...outcome, finishedAt: now }, ifUnfinished));
}

const ifUnfinished = {
  ConditionExpression: "attribute_not_exists(pk) OR #status = :pending",
  ExpressionAttributeNames: { "#status": "status" },
  ExpressionAttributeValues: { ":pending": { S: "pending" } },
};

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
  const Item = (await readRow(key.delivery(receipt))) ?? (await readRow(key.deliveryPart(receipt, 1)));
  const row = Item && fromItem(delivery, Item);
  return row === undefined || row.ttl * 1000 <= now ? undefined : row;
}

async function readRow(Key: Item): Promise<Item | undefined> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return (await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
}

const deliveryAddress = (receipt: string) => {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return { TableName, Key: key.delivery(receipt) };
};

const toExpiry = ({ receivedAt }: Pick<DeliveryAttempt, "receivedAt">) =>
  Math.floor(receivedAt / 1000) + retentionSeconds;

type NewRow = DeliveryAttempt & Pick<LoggedDelivery, "status" | "finishedAt">;

const toFields = ({ payload, mark: _mark, ...attempt }: NewRow) => ({
  ...attempt,
  parts: payload.length,
  ttl: toExpiry(attempt),
});

const storePayload = (row: NewRow): Promise<void> => writePayload(row.receipt, row.payload, toFields(row));

async function putRow(row: NewRow, condition: Partial<PutItemCommandInput> = {}): Promise<void> {
  const { TableName, Key } = deliveryAddress(row.receipt);
  const Item = { ...Key, ...toItem({ ...toFields(row), ...logIndexFields(row, row.status) }) };
  await dynamo.send(new PutItemCommand({ ...condition, TableName, Item }));
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
