// Removes activities: their rows, their frames, and what the outbox holds of them.
import { DeleteItemCommand, GetItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { mapInParallel } from "../concurrency.ts";
import { config } from "../config.ts";
import { retentionSeconds } from "./activity.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem, parseReadableItems, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { activityPartition, key, outboxPartition, seqSort } from "./table.ts";

const storedActivitySchema = z.object({
  seq: z.number(),
  ttl: z.number(),
  connectionId: z.string().optional(),
  /** Name of the outbox row; rows of earlier releases do not have it. */
  outboxName: z.string().optional(),
});
type StoredActivity = z.output<typeof storedActivitySchema>;

const rowsPerQuery = 200;
const maxConcurrentRows = 25;

export interface RemovalBounds {
  /** Removes only activities with a lower number. */
  readonly before: number;
  /** Removes only activities that were published until then, epoch seconds. */
  readonly until: number;
  /** How often to query; each query reads {@link rowsPerQuery} rows. */
  readonly maxQueries: number;
  /** Removes only activities whose key begins so. Rows of earlier releases do not have their key. */
  readonly keyPrefix?: string;
}

/**
 * Removes the activities of connections, newest first. Unreadable ones, which nobody is shown, stay until they expire.
 * @returns the `before` to go on with; undefined when all are removed
 */
export async function removeActivities(
  owner: Owner,
  connections: ReadonlySet<string>,
  { before, until, maxQueries, keyPrefix }: RemovalBounds,
): Promise<number | undefined> {
  const hasPrefix = ({ connectionId, outboxName }: StoredActivity) =>
    keyPrefix === undefined || outboxName?.startsWith(toOutboxPrefix(connectionId, keyPrefix)) === true;
  let next: number | undefined = before;
  for (let query = 0; query < maxQueries && next !== undefined; query++) {
    const page = await listStoredActivities(owner, next);
    const selected = page.rows.filter(
      (row) =>
        row.connectionId !== undefined &&
        connections.has(row.connectionId) &&
        row.ttl - retentionSeconds <= until &&
        hasPrefix(row),
    );
    await mapInParallel(selected, maxConcurrentRows, (row) => removeStored(owner, row));
    next = page.next;
  }
  return next;
}

/** The name of the outbox rows of a connection's activities, as `recordActivity` makes it. @param keyPrefix of their keys */
export const toOutboxPrefix = (connection: string | undefined, keyPrefix = ""): string =>
  `activity#${connection}#${keyPrefix}`;

async function listStoredActivities(owner: Owner, before: number) {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: rowsPerQuery,
      ProjectionExpression: "seq, #ttl, connectionId, outboxName",
      KeyConditionExpression: "pk = :pk AND sk < :before",
      ExpressionAttributeNames: { "#ttl": "ttl" },
      ExpressionAttributeValues: { ":pk": { S: activityPartition(owner) }, ":before": { S: seqSort(before) } },
    }),
  );
  const rows = parseReadableItems(storedActivitySchema, Items, "activity");
  return { rows, next: LastEvaluatedKey === undefined ? undefined : Number(LastEvaluatedKey.sk?.S) };
}

/**
 * Removes one activity.
 * @param now epoch seconds
 * @returns false if the user has none with this number
 */
export async function removeActivity(owner: Owner, seq: number, now: number): Promise<boolean> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const Key = key.activity(owner, seq);
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const found = Item && fromItem(storedActivitySchema, Item);
  if (found === undefined || found.ttl <= now) return false;
  const { connectionId, outboxName } = found;
  if (outboxName === undefined && connectionId !== undefined) await clearOutbox(owner, connectionId, { seq });
  await removeStored(owner, found);
  return true;
}

/** The activity's row goes last: until then a failed removal can be repeated. */
async function removeStored(owner: Owner, { seq, outboxName }: StoredActivity): Promise<void> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  await Promise.all([
    outboxName === undefined ? undefined : clearOutboxRow(owner, outboxName),
    dynamo.send(new DeleteItemCommand({ TableName, Key: key.frame(owner, seq) })),
  ]);
  await dynamo.send(new DeleteItemCommand({ TableName, Key: key.activity(owner, seq) }));
}

/** Clears the outbox rows of a connection's activities: the one with a number, or all that were written until a time. */
export async function clearOutbox(
  owner: Owner,
  connection: string,
  which: { readonly seq: number } | { readonly until: Date; readonly keyPrefix?: string },
): Promise<void> {
  const [condition, value] =
    "seq" in which ? ["seq = :value", { N: String(which.seq) }] : ["#at <= :value", { S: which.until.toISOString() }];
  const rows = await queryAll({
    TableName: config("FEED_TABLE").FEED_TABLE,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    FilterExpression: `attribute_exists(#data.provider) AND ${condition}`,
    ProjectionExpression: "sk",
    ExpressionAttributeNames: { "#data": "data", ...("seq" in which ? {} : { "#at": "at" }) },
    ExpressionAttributeValues: {
      ":pk": { S: outboxPartition(owner) },
      ":sk": { S: toOutboxPrefix(connection, "keyPrefix" in which ? which.keyPrefix : "") },
      ":value": value as { S: string },
    },
  });
  const names = rows.flatMap(({ sk }) => sk?.S ?? []);
  await mapInParallel(names, maxConcurrentRows, (name) => clearOutboxRow(owner, name));
}

/**
 * Deletes the content of an outbox row. The row stays, so that the same event is not published again; one without a number gets
 * 0, so that it is not published at all.
 */
async function clearOutboxRow(owner: Owner, name: string): Promise<void> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.outbox(owner, name),
        UpdateExpression: "SET #data = :empty, seq = if_not_exists(seq, :none) REMOVE postTo",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: { "#data": "data" },
        ExpressionAttributeValues: toItem({ ":empty": {}, ":none": 0 }),
      }),
    ),
  );
}
