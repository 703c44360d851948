// Messages for a user, written in the same transaction as the change they report. A stream passes them to the Lambda that
// numbers and pushes them.
import { createHash } from "node:crypto";
import { PutItemCommand, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { truncateCodePoints } from "../truncate.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { key } from "./table.ts";

export interface OutboxMessage extends Owner {
  /** Deduplication key: {@link appendToOutbox} stores one message per key. */
  readonly key: string;
  readonly type: "activity" | "connection.changed" | "channel.changed" | "sync.progress";
  readonly data: Readonly<Record<string, unknown>>;
  readonly at?: Date;
  /** Slack channel to post an activity to; not sent to the page. */
  readonly postTo?: string | undefined;
}

/** Longer than any provider repeats an event, so that it is reported only once. */
const retentionSeconds = 35 * 86_400;

/** A message as part of a transaction. Its key must be unique: it replaces a message with the same key. */
export function outboxWrite(message: OutboxMessage): TransactWriteItem {
  return { Put: outboxPut(message) };
}

/** Stores a message unless there is one with this key. @returns whether it was stored */
export async function appendToOutbox(message: OutboxMessage): Promise<boolean> {
  return tryWrite(
    dynamo.send(new PutItemCommand({ ...outboxPut(message), ConditionExpression: "attribute_not_exists(pk)" })),
  );
}

/** Longer names are hashed: a sort key has at most 1,024 bytes, which the id of a calendar event alone can fill. */
const maxNameBytes = 512;

/** Shortens a long name with a hash. The table would reject it, and one event would block all later ones. */
function toSortName(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes && name.isWellFormed()) return name;
  // UTF-8 has no lone surrogates, so two names that differ in one would have the same hash.
  const bytes = Buffer.from(name, name.isWellFormed() ? "utf8" : "utf16le");
  return `${truncateCodePoints(name, 64)}#${createHash("sha256").update(bytes).digest("base64url")}`;
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
