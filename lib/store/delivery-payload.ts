// The sealed payload of a delivery, for replays: in rows of its own, written once, so that the log's small row can be written often.
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { toItem } from "./item.ts";
import { key } from "./table.ts";

/** Where a payload is. */
interface StoredPayload {
  readonly receipt: string;
  /** Its first piece, where the row that was read has it. */
  readonly payload?: Uint8Array | undefined;
  /** How many rows of the payload's own there are. In rows of 0.1.0 they follow the piece of the log's row. */
  readonly parts: number;
}

/**
 * Writes the pieces of a payload. The same pieces may be written again.
 * @param fields of the delivery, which the first row has beside its piece; all have its `ttl`, epoch seconds
 * @throws Problem provider_unavailable
 */
export async function writePayload(
  receipt: string,
  pieces: readonly Uint8Array[],
  fields: { readonly ttl: number },
): Promise<void> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  const puts = pieces.map((payload, at) => {
    const more = at === 0 ? fields : { ttl: fields.ttl };
    const Item = { ...key.deliveryPart(receipt, at + 1), ...toItem({ ...more, payload }) };
    return dynamo.send(new PutItemCommand({ TableName, Item }));
  });
  await Promise.all(puts);
}

/** Empties the rows of a payload that was written. Workers may not delete them. @param fields as for {@link writePayload} */
export const clearPayload = (receipt: string, parts: number, fields: { readonly ttl: number }): Promise<void> =>
  writePayload(
    receipt,
    Array.from({ length: parts }, () => new Uint8Array()),
    fields,
  );

/** The pieces in their order; those that are missing are left out, and opening them then fails. */
export async function readPayload(stored: StoredPayload): Promise<Uint8Array[]> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  const rows = Array.from({ length: stored.parts }, async (_, index) => {
    const Key = key.deliveryPart(stored.receipt, index + 1);
    const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return Item;
  });
  const parts = await Promise.all(rows);
  const isOwnRow = parts[0]?.receipt !== undefined;
  const pieces = parts.map((item) => item?.payload?.B);
  return (isOwnRow ? pieces : [stored.payload, ...pieces]).filter((piece) => piece !== undefined);
}
