// Reading connections. Always consistent: a disconnected account must be gone at the next request.
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { type Connection, connection } from "./connection.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { connectionSort, type Item, isAccountsRow, key, ownerPartition } from "./table.ts";

const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");

/**
 * A user's connections, of one provider or of all, the most recently connected first.
 * In the list of all, a row that cannot be read is left out and an alarm raised: it must not hide the others.
 * @throws ZodError for such a row where one provider is meant: it must not look disconnected
 */
export async function listConnections(owner: Owner, provider?: string): Promise<Connection[]> {
  const items = await queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: {
      ":pk": { S: ownerPartition(owner) },
      ":sk": { S: provider === undefined ? "conn#" : connectionSort(provider) },
    },
  });
  const read = provider === undefined ? parseConnections : (item: Item) => [fromItem(connection, item)];
  return sortNewestFirst(items.filter((item) => !isAccountsRow(item)).flatMap(read));
}

/** The order in which accounts are meant. */
export const sortNewestFirst = (connections: Connection[]): Connection[] =>
  connections.sort((a, b) => b.connectedAt - a.connectedAt);

export function parseConnections(item: Item): Connection[] {
  try {
    return [fromItem(connection, item)];
  } catch (error) {
    count("RowUnreadable");
    log.error("a connection's row cannot be read", describeError(error));
    return [];
  }
}

export type ConnectionKey = Owner & { readonly provider: string; readonly id: string };

export async function readConnection(at: ConnectionKey): Promise<Connection | undefined> {
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName, Key: key.connection(at, at.provider, at.id), ConsistentRead: true }),
  );
  return Item && fromItem(connection, Item);
}

const minTouchSeconds = 60;

/** Notes that a connection was used, at most once a minute. */
export async function recordConnectionUse(used: Connection, now: number): Promise<void> {
  if (used.lastUsed !== undefined && used.lastUsed > now - minTouchSeconds) return;
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.connection(used, used.provider, used.id),
        UpdateExpression: "SET lastUsed = :now",
        ConditionExpression: "attribute_exists(pk) AND (attribute_not_exists(lastUsed) OR lastUsed <= :before)",
        ExpressionAttributeValues: { ":now": { N: String(now) }, ":before": { N: String(now - minTouchSeconds) } },
      }),
    ),
  );
}
