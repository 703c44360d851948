// Accounts that were disconnected and whose activities are still to be removed.
import { DeleteItemCommand, GetItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { key } from "./table.ts";

const erasureSchema = z.object({
  tenant: z.string(),
  user: z.string(),
  provider: z.string(),
  id: z.string(),
});
export type Erasure = z.output<typeof erasureSchema>;

const retentionSeconds = 14 * 86_400;

/** @param now epoch seconds */
export function erasurePut(erasureId: string, { tenant, user, provider, id }: Erasure, now: number) {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const row = { tenant, user, provider, id, ttl: now + retentionSeconds };
  return { TableName, Item: { ...key.erasure(erasureId), ...toItem(row) } };
}

export async function readErasure(erasureId: string): Promise<Erasure | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const get = new GetItemCommand({ TableName, Key: key.erasure(erasureId), ConsistentRead: true });
  const { Item } = await dynamo.send(get);
  return Item && fromItem(erasureSchema, Item);
}

export async function deleteErasure(erasureId: string): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  await dynamo.send(new DeleteItemCommand({ TableName, Key: key.erasure(erasureId) }));
}
