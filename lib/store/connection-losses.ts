// Which connections a user was told have been lost, so that connecting them again can be told as a recovery.
import { GetItemCommand, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import type { Owner } from "./owner.ts";
import { key } from "./table.ts";

/** Those of the connections that were announced as lost and not as connected since. */
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

/** Remembers for each connection whether it is lost now. */
export function lostWrites(owner: Owner, states: ReadonlyMap<string, boolean>): TransactWriteItem[] {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  return [...states].map(([id, lost]) => {
    const row = key.lost(owner, id);
    return lost ? { Put: { TableName, Item: row } } : { Delete: { TableName, Key: row } };
  });
}
