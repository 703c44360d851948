// A user's feed: outbox messages as frames, numbered without gaps. Open pages get them pushed; pages that reconnect read them.
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem, parseReadableItems } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { feedPartition, frameSort, key } from "./table.ts";

const frameSchema = z.object({
  seq: z.number(),
  type: z.string(),
  at: z.string(),
  data: z.record(z.string(), z.unknown()),
});
/** A message to an open page. */
export type Frame = z.output<typeof frameSchema>;
const storedFrameSchema = frameSchema.extend({ ttl: z.number() });

const headSchema = z.object({ seq: z.number(), pushed: z.number().default(0) });
/** `seq` is the latest assigned number, `pushed` the latest that was sent to open sockets. */
export type Head = z.output<typeof headSchema>;

/** Reads the feed's head; zeros for a user without a feed. */
export async function readHead(owner: Owner): Promise<Head> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key.head(owner), ConsistentRead: true }));
  return Item ? fromItem(headSchema, Item) : { seq: 0, pushed: 0 };
}

/** Reads a frame; undefined if there is none or it cannot be read. */
export async function readFrame(owner: Owner, seq: number): Promise<Frame | undefined> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName, Key: key.frame(owner, seq), ConsistentRead: true }),
  );
  return parseReadableItems(frameSchema, Item ? [Item] : [], "frame")[0];
}

/** Lists frames with numbers above `after` up to `last`, in order, without expired and unreadable ones. */
export async function listFrames(owner: Owner, after: number, last: number, now = Date.now): Promise<Frame[]> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const items = await queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: {
      ":pk": { S: feedPartition(owner) },
      ":first": { S: frameSort(after + 1) },
      ":last": { S: frameSort(last) },
    },
  });
  const rows = parseReadableItems(storedFrameSchema, items, "frame").filter(({ ttl }) => ttl > now() / 1000);
  return rows.map(({ ttl: _, ...frame }) => frame);
}

/** Records the latest number sent to open sockets, unless a higher one is recorded or the feed does not exist. */
export async function markPushed(owner: Owner, seq: number): Promise<void> {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.head(owner),
        UpdateExpression: "SET pushed = :seq",
        ConditionExpression: "attribute_exists(seq) AND (attribute_not_exists(pushed) OR pushed < :seq)",
        ExpressionAttributeValues: { ":seq": { N: String(seq) } },
      }),
    ),
  );
}
