// What a user is to be told: a row that is written with the deed. A stream hands it to the Lambda that numbers and pushes it.
import { createHash } from "node:crypto";
import { PutItemCommand, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { key } from "./table.ts";

export interface OutboxMessage extends Owner {
  /** What happened, by its meaning: the same key is told once. */
  readonly key: string;
  readonly type: "activity" | "connection.changed" | "channel.changed" | "sync.progress";
  readonly data: Readonly<Record<string, unknown>>;
  readonly at?: Date;
  /** The channel where an activity is to be posted too; not told to anybody. */
  readonly postTo?: string | undefined;
}

/** Longer than any provider repeats an event, so that it is told once only. */
const retentionSeconds = 35 * 86_400;

/** For a transaction; its key must be unique, for it replaces what was announced under it. */
export function outboxWrite(announcement: OutboxMessage): TransactWriteItem {
  return { Put: outboxPut(announcement) };
}

/** Tells the user, once however often it is called. @returns false when it was told before */
export async function appendToOutbox(announcement: OutboxMessage): Promise<boolean> {
  return tryWrite(
    dynamo.send(new PutItemCommand({ ...outboxPut(announcement), ConditionExpression: "attribute_not_exists(pk)" })),
  );
}

/** Bytes of a name that is kept as it is: a sort key has room for 1,024, and the id of a calendar's event alone may fill them. */
const maxNameBytes = 512;

/** A longer one is known by its hash: refused by the table, one event would hold up all that come after it. */
function toSortName(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name;
  return `${name.slice(0, 64).toWellFormed()}#${createHash("sha256").update(name).digest("base64url")}`;
}

function outboxPut({ key: name, type, data, tenant, user, postTo, at = new Date() }: OutboxMessage) {
  const { FEED_TABLE: TableName } = config("FEED_TABLE");
  const ttl = Math.floor(at.getTime() / 1000) + retentionSeconds;
  return {
    TableName,
    Item: {
      ...key.outbox({ tenant, user }, toSortName(name)),
      ...toItem({ tenant, user, type, data, postTo, at: at.toISOString(), ttl }),
    },
  };
}
