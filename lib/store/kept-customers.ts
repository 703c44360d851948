// What was found out about phone numbers, for a tenant's next call from the same number. Names are hashes, content is sealed.
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { type Item, key } from "./table.ts";

const keptCustomerSchema = z.object({
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  /** Which connections were asked, in which state: an answer of other ones is not used. */
  asked: z.string(),
  /** Epoch seconds. */
  expiresAt: z.number(),
});
export type KeptCustomer = z.output<typeof keptCustomerSchema>;

/** @param owner the tenant itself @param name a hash of the number */
export const keptCustomerKey = (owner: Owner, name: string): Item => key.customer(owner, name);

export const parseKeptCustomer = (item: Item | undefined): KeptCustomer | undefined =>
  item === undefined ? undefined : fromItem(keptCustomerSchema, item);

/** Reads what is kept. It may have expired, since TTL deletion lags: the caller must check. */
export async function readKeptCustomer(owner: Owner, name: string): Promise<KeptCustomer | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  return parseKeptCustomer(
    (await dynamo.send(new GetItemCommand({ TableName, Key: keptCustomerKey(owner, name) }))).Item,
  );
}

export async function writeKeptCustomer(owner: Owner, name: string, kept: KeptCustomer): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const Item = { ...keptCustomerKey(owner, name), ...toItem({ ...kept, ttl: kept.expiresAt }) };
  await dynamo.send(new PutItemCommand({ TableName, Item }));
}

export async function deleteKeptCustomers(owner: Owner): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const rows = await queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk",
    ProjectionExpression: "pk, sk",
    ExpressionAttributeValues: { ":pk": keptCustomerKey(owner, "-").pk ?? { S: "" } },
  });
  await Promise.all(rows.map((Key) => dynamo.send(new DeleteItemCommand({ TableName, Key }))));
}
