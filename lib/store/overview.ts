// Everything a user has connected, in one query: their channels stand beside their connections.
import { config } from "../config.ts";
import type { Channel } from "./channel.ts";
import { readableChannels } from "./channels.ts";
import type { Connection } from "./connection.ts";
import { newestFirst, readable } from "./connections.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { type Item, isAccountsRow, isChannelRow, overviewRange, ownerPartition } from "./table.ts";

export interface Overview {
  readonly connection: Connection;
  readonly channels: readonly Channel[];
}

/** A user's connections, the most recently connected first, each with its channels. Rows that cannot be read are left out. */
export async function listOverview(owner: Owner): Promise<Overview[]> {
  const rows = await rowsOf(owner);
  const channels = readableChannels(rows.filter(isChannelRow));
  const connections = rows.filter((row) => !isChannelRow(row) && !isAccountsRow(row)).flatMap(readable);
  return newestFirst(connections).map((connection) => ({
    connection,
    channels: channels.filter((one) => one.connection === connection.id),
  }));
}

function rowsOf(owner: Owner): Promise<Item[]> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const [first, last] = overviewRange;
  return queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: { ":pk": { S: ownerPartition(owner) }, ":first": { S: first }, ":last": { S: last } },
  });
}
