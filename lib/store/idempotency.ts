// What a client asked for under an Idempotency-Key, so that asking again does not do it again.
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, isConditionFailure } from "./dynamo.ts";
import { fromItem, toItem, updateExpression } from "./item.ts";
import type { Owner } from "./owner.ts";
import { type Item, key } from "./table.ts";

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const earlierRequestSchema = z.object({
  /** Hash of the request's path, query and body. */
  request: z.string(),
  claim: z.string(),
  /** Epoch seconds by which whoever claimed it has ended, one way or another. */
  until: z.number(),
  expiresAt: z.number(),
  /** Of the answer; absent while there is none. */
  statusCode: z.number().optional(),
  /** The sealed answer; absent where it was too large to keep. */
  answer: bytes.optional(),
});
export type EarlierRequest = z.output<typeof earlierRequestSchema>;

export interface RequestClaim extends Owner {
  /** Route and hashed key. */
  readonly name: string;
  readonly request: string;
  readonly claim: string;
}

/** A Lambda behind the gateway is ended after 29 s. */
const claimSeconds = 35;
const retentionSeconds = 24 * 3600;

/**
 * Claims a request for its first time within 24 hours. Times are epoch seconds.
 * @returns what came before under the same key, or undefined when this is the first
 */
export async function claimRequest(at: RequestClaim, now: number): Promise<EarlierRequest | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const expiresAt = now + retentionSeconds;
  const { request, claim } = at;
  const row = { request, claim, until: now + claimSeconds, expiresAt, ttl: expiresAt };
  try {
    await dynamo.send(
      new PutItemCommand({
        TableName,
        Item: { ...key.once(at, at.name), ...toItem(row) },
        ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
        ExpressionAttributeValues: { ":now": { N: String(now) } },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return undefined;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const before = fromItem(earlierRequestSchema, (error as { Item?: Item }).Item ?? {});
    // The client sends again what got no answer, and meets what it has written itself.
    return before.claim === claim ? undefined : before;
  }
}

/** Keeps the answer for those who ask again. Only the claim's owner can. */
export async function completeRequest(
  at: RequestClaim,
  answer: { readonly statusCode: number; readonly answer: Uint8Array | undefined },
): Promise<void> {
  await updateClaimed(at, answer);
}

/** Nothing was done: the key is free again. */
export async function releaseRequest(at: RequestClaim): Promise<void> {
  await updateClaimed(at, { expiresAt: 0 });
}

/** Nobody knows what was done: there is nothing left to wait for. */
export async function abandonRequest(at: RequestClaim): Promise<void> {
  await updateClaimed(at, { until: 0 });
}

async function updateClaimed(at: RequestClaim, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const update = updateExpression(fields);
  await dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: key.once(at, at.name),
      ...update,
      ExpressionAttributeNames: { ...update.ExpressionAttributeNames, "#claim": "claim" },
      ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ":mine": { S: at.claim } },
      ConditionExpression: "#claim = :mine",
    }),
  );
}
