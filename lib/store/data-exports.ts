// What was kept of a person when they asked for it, sealed, for an administrator who passes it on. It lasts as long as the answer may take.
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem, parseReadableItems, toItem } from "./item.ts";
import { queryAll } from "./query-all.ts";
import { dataExportPartition, key } from "./table.ts";

const dataExportRow = z.object({
  provider: z.string(),
  id: z.string(),
  /** The provider's account through which it was asked for, and the person, by their ids. */
  account: z.string(),
  subject: z.string(),
  /** Epoch seconds. */
  requestedAt: z.number(),
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  ttl: z.number(),
});
export type DataExport = z.output<typeof dataExportRow>;

/** What a merchant has to answer their customer (shopify.dev/docs/apps/build/compliance/privacy-law-compliance). */
const retentionSeconds = 30 * 86_400;

export async function writeDataExport(row: Omit<DataExport, "ttl">): Promise<void> {
  const Item = {
    ...key.dataExport(row.provider, row.id),
    ...toItem({ ...row, ttl: row.requestedAt + retentionSeconds }),
  };
  await dynamo.send(new PutItemCommand({ TableName: table(), Item }));
}

/** @param now epoch seconds: one that has expired may not be deleted yet */
export async function listDataExports(provider: string, now: number): Promise<DataExport[]> {
  const items = await queryAll({
    TableName: table(),
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: dataExportPartition(provider) } },
  });
  return parseReadableItems(dataExportRow, items, "data export").filter(({ ttl }) => ttl > now);
}

/** @param now epoch seconds */
export async function readDataExport(provider: string, id: string, now: number): Promise<DataExport | undefined> {
  const get = new GetItemCommand({ TableName: table(), Key: key.dataExport(provider, id), ConsistentRead: true });
  const { Item } = await dynamo.send(get);
  const found = Item && fromItem(dataExportRow, Item);
  return found !== undefined && found.ttl > now ? found : undefined;
}

/** Deletes those of an account, or of one person of it. */
export async function deleteDataExports(provider: string, account: string, subject?: string): Promise<void> {
  const found = await listDataExports(provider, 0);
  const chosen = found.filter((one) => one.account === account && (subject ?? one.subject) === one.subject);
  for (const { id } of chosen)
    await dynamo.send(new DeleteItemCommand({ TableName: table(), Key: key.dataExport(provider, id) }));
}

const table = () => config("TRANSIENT_TABLE").TRANSIENT_TABLE;
