// Finds connections whose refresh token would expire without use, by a sparse, sharded index instead of a scan.
import { createHash, randomInt } from "node:crypto";
import { QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import type { Connection } from "./connection.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { dueIndex, dueShard, dueShards, key } from "./table.ts";

const day = 86_400;

/** The index shard of a connection and its subscriptions. */
export const getShardNumber = (id: string): number =>
  createHash("sha256").update(id).digest().readUInt16BE(0) % dueShards;

/** Index fields of a connection to refresh within `days`: due at a random time in the last fifth, so that connections made together are spread. */
export function dueFields(id: string, days: number | undefined, now: number, random = randomInt) {
  if (days === undefined) return { due: undefined, dueAt: undefined };
  const latest = days * day;
  return { due: dueShard(getShardNumber(id)), dueAt: now + latest - random(Math.floor(latest / 5)) };
}

/**
 * The same after a refresh. A due time that is still far away stays: an index entry that moves costs two writes, and tokens in use
 * are refreshed every hour. @param issuedAt of the tokens that lapse first, epoch seconds
 */
export function moveDueFields(
  { id, dueAt }: Pick<Connection, "id" | "dueAt">,
  days: number | undefined,
  issuedAt: number,
) {
  const moved = dueFields(id, days, issuedAt);
  if (days === undefined || dueAt === undefined) return moved;
  const isFarAway = dueAt > issuedAt + (days * day) / 2 && dueAt <= issuedAt + days * day;
  return isFarAway ? { due: moved.due, dueAt } : moved;
}

export interface DueKey {
  readonly pk: string;
  readonly sk: string;
}

/** Lists up to `limit` rows of one index shard that are due. @param now epoch seconds */
export async function listDue(shard: string, now: number, limit: number): Promise<DueKey[]> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName,
      IndexName: dueIndex,
      Limit: limit,
      KeyConditionExpression: "due = :due AND dueAt <= :now",
      ExpressionAttributeValues: { ":due": { S: shard }, ":now": { N: String(now) } },
    }),
  );
  return (Items ?? []).map(({ pk, sk }) => ({ pk: pk?.S ?? "", sk: sk?.S ?? "" }));
}

/** Moves a connection's next refresh to `dueAt` (epoch seconds), unless its due time changed meanwhile. */
export async function postponeRefresh(of: Connection, dueAt: number): Promise<void> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.connection(of, of.provider, of.id),
        UpdateExpression: "SET dueAt = :later",
        ConditionExpression: "dueAt = :before",
        ExpressionAttributeValues: { ":later": { N: String(dueAt) }, ":before": { N: String(of.dueAt) } },
      }),
    ),
  );
}
