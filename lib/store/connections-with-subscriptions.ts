// Reads a user's connections and subscriptions in one query; their rows are in one partition.
import { config } from "../config.ts";
import type { Connection } from "./connection.ts";
import { parseConnections, sortNewestFirst } from "./connections.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import type { Subscription } from "./subscription.ts";
import { parseSubscriptions } from "./subscriptions.ts";
import {
  connectionsWithSubscriptionsRange,
  type Item,
  isAccountsRow,
  isSubscriptionRow,
  ownerPartition,
} from "./table.ts";

export interface ConnectionWithSubscriptions {
  readonly connection: Connection;
  readonly subscriptions: readonly Subscription[];
}

/** Lists a user's connections with their subscriptions, most recently connected first. Unreadable rows are left out. */
export async function listConnectionsWithSubscriptions(owner: Owner): Promise<ConnectionWithSubscriptions[]> {
  const rows = await queryRows(owner);
  const subscriptions = parseSubscriptions(rows.filter(isSubscriptionRow));
  const connections = parseConnections(rows.filter((row) => !isSubscriptionRow(row) && !isAccountsRow(row)));
  return sortNewestFirst(connections).map((connection) => ({
    connection,
    subscriptions: subscriptions.filter((one) => one.connection === connection.id),
  }));
}

function queryRows(owner: Owner): Promise<Item[]> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const [first, last] = connectionsWithSubscriptionsRange;
  return queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: { ":pk": { S: ownerPartition(owner) }, ":first": { S: first }, ":last": { S: last } },
  });
}
