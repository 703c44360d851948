// Reads connections. Reads are consistent, so a disconnected account is gone at the next request.
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type Connection, connection } from "./connection.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem, parseReadableItems } from "./item.ts";
import type { ConnectionKey, Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { connectionSort, type Item, isAccountsRow, key, ownerPartition } from "./table.ts";

const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");

/**
 * Lists a user's connections to one provider or to all, most recently connected first.
 * In the list of all, an unreadable row is left out and counted for an alarm, so that it does not hide the others.
 * @throws ZodError for an unreadable row if a provider is given, since it must not look disconnected
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
  const rows = items.filter((item) => !isAccountsRow(item));
  const found = provider === undefined ? parseConnections(rows) : rows.map((row) => fromItem(connection, row));
  return sortNewestFirst(found);
}

/** The same for those that a request means: the account with this id, or all of the provider's if it names none. */
export async function listNamedConnections(owner: Owner, provider: string, account?: string): Promise<Connection[]> {
  const found = await listConnections(owner, provider);
  return account === undefined ? found : found.filter(({ id }) => id === account);
}

/** Sorts in place, most recently connected first. The first one is used when a request names no account. */
export const sortNewestFirst = (connections: Connection[]): Connection[] =>
  connections.sort((a, b) => b.connectedAt - a.connectedAt);

/** Parses rows. Unreadable ones are left out and counted for an alarm. */
export const parseConnections = (items: readonly Item[]): Connection[] =>
  parseReadableItems(connection, items, "connection");

export async function readConnection(at: ConnectionKey): Promise<Connection | undefined> {
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName, Key: key.connection(at, at.provider, at.id), ConsistentRead: true }),
  );
  return Item && fromItem(connection, Item);
}

const minUseIntervalSeconds = 60;

/** Records when a connection was last used, at most once a minute. @param now epoch seconds */
export async function recordConnectionUse(used: Connection, now: number): Promise<void> {
  if (used.lastUsed !== undefined && used.lastUsed > now - minUseIntervalSeconds) return;
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.connection(used, used.provider, used.id),
        UpdateExpression: "SET lastUsed = :now",
        ConditionExpression: "attribute_exists(pk) AND (attribute_not_exists(lastUsed) OR lastUsed <= :before)",
        ExpressionAttributeValues: {
          ":now": { N: String(now) },
          ":before": { N: String(now - minUseIntervalSeconds) },
        },
      }),
    ),
  );
}
