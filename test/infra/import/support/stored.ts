import { createHash } from "node:crypto";
import { paginateScan, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { TableName } from "../../../../infra/names.ts";
import { type Connection, connection } from "../../../../lib/store/connection.ts";
import { fromItem } from "../../../../lib/store/item.ts";
import { ownerPartition } from "../../../../lib/store/table.ts";
import { dynamodb, tableName } from "../../../support/aws.ts";
import { tenant } from "./run-import.ts";

/** The stored connections of a user. */
export async function readConnections(user: string, stored = `c#${tenant}`): Promise<Connection[]> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName("connections"),
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
      ExpressionAttributeValues: { ":pk": { S: ownerPartition({ tenant: stored, user }) }, ":sk": { S: "conn#" } },
    }),
  );
  return Items.filter((item) => item.accountId !== undefined).map((item) => fromItem(connection, item));
}

/**
 * A digest of what an import writes: all of connections and audit, and of the other tables, which background jobs write too, the rows
 * that name one of these texts.
 */
export async function digestTables(named: readonly string[]): Promise<string[]> {
  const isNamed = (row: string) => named.some((text) => row.includes(text));
  return Promise.all([
    digestTable("connections"),
    digestTable("audit"),
    digestTable("feed", isNamed),
    digestTable("transient", isNamed),
  ]);
}

async function digestTable(table: TableName, isWanted: (row: string) => boolean = () => true): Promise<string> {
  const rows: string[] = [];
  const pages = paginateScan({ client: dynamodb() }, { TableName: tableName(table), ConsistentRead: true });
  for await (const { Items = [] } of pages)
    rows.push(...Items.map((item) => JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))));
  const wanted = rows.filter(isWanted).sort();
  return `${table}: ${wanted.length} rows, ${createHash("sha256").update(wanted.join("\n")).digest("hex")}`;
}
