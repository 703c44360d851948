// What is kept of a provider's answers for a connection, without its content.
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { parseReadableItems } from "./item.ts";
import type { ConnectionKey } from "./owner.ts";
import { cachePartition, key } from "./table.ts";

const keptRow = z.object({
  sk: z.string(),
  content: z.instanceof(Uint8Array).optional(),
  /** Epoch milliseconds. */
  storedAt: z.number().optional(),
  /** Epoch seconds. */
  expiresAt: z.number().optional(),
});

export interface KeptAnswer {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly storedAt: number | undefined;
  /** Epoch seconds. It may have passed: an answer is also kept to be shown while the provider is out. */
  readonly expiresAt: number | undefined;
  /** Bytes, sealed. */
  readonly size: number;
}

export interface KeptPage {
  readonly kept: readonly KeptAnswer[];
  /** The name after which the next page begins; undefined at the end. */
  readonly next: string | undefined;
}

/** Lists up to `limit` answers by their names, in one query, which reads at most 1 MB: a page can be short and have a next one. */
export async function listKeptAnswers(
  of: ConnectionKey,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<KeptPage> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName,
      Limit: limit,
      KeyConditionExpression: "pk = :pk",
      ProjectionExpression: "sk, #content, storedAt, expiresAt",
      ExpressionAttributeNames: { "#content": "content" },
      ExpressionAttributeValues: { ":pk": { S: cachePartition(of, of.id) } },
      ExclusiveStartKey: after === undefined ? undefined : key.cache(of, of.id, after),
    }),
  );
  const kept = parseReadableItems(keptRow, Items, "kept answer").flatMap(({ sk, content, storedAt, expiresAt }) =>
    content === undefined ? [] : [{ name: sk, storedAt, expiresAt, size: content.length }],
  );
  return { kept, next: LastEvaluatedKey?.sk?.S };
}
