// Connections whose loss was reported to their user, so that connecting them again is reported as a recovery.
import { GetItemCommand, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import type { Owner } from "./owner.ts";
import { key } from "./table.ts";

/** Returns the ids of those connections that were reported as lost and not as connected since. */
export async function readReportedLost(owner: Owner, connections: ReadonlySet<string>): Promise<Set<string>> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const rows = await Promise.all(
    [...connections].map(async (id) => {
      const Key = key.lost(owner, id);
      const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      return Item && id;
    }),
  );
  return new Set(rows.filter((id) => id !== undefined));
}

export function lostWrites(owner: Owner, states: ReadonlyMap<string, boolean>): TransactWriteItem[] {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  return [...states].map(([id, lost]) => {
    const row = key.lost(owner, id);
    return lost ? { Put: { TableName, Item: row } } : { Delete: { TableName, Key: row } };
  });
}
