// Requests with an Idempotency-Key and their responses, so that a repeated request is not executed again.
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { mapInParallel } from "../concurrency.ts";
import { config } from "../config.ts";
import { dynamo, isConditionFailure, tryWrite } from "./dynamo.ts";
import { fromItem, toItem, updateExpression } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { type Item, key, oncePartition } from "./table.ts";

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const earlierRequestSchema = z.object({
  /** Hash of the request's path, query and body. */
  request: z.string(),
  claim: z.string(),
  /** Epoch seconds after which the claiming request cannot be running any more. */
  until: z.number(),
  expiresAt: z.number(),
  /** Status of the response; absent while there is none. */
  statusCode: z.number().optional(),
  /** The sealed response; absent if it was too large to store. */
  answer: bytes.optional(),
  /** Id of the connection that was used; rows of earlier releases do not have it. */
  connection: z.string().optional(),
  /** The account was disconnected, and the answer deleted. */
  isEnded: z.boolean().optional(),
});
export type EarlierRequest = z.output<typeof earlierRequestSchema>;

export interface RequestClaim extends Owner {
  /** Route and hash of the Idempotency-Key. */
  readonly name: string;
  readonly request: string;
  readonly claim: string;
  /** How long it is remembered; 24 hours unless given. */
  readonly retentionSeconds?: number;
}

/** Longer than the 29 s after which a Lambda behind the gateway is stopped. */
const claimSeconds = 35;
const retentionSeconds = 24 * 3600;

/** Claims an Idempotency-Key for 24 hours, or as long as the claim says. @param now epoch seconds @returns the earlier request with this key; undefined if this is the first */
export async function claimRequest(at: RequestClaim, now: number): Promise<EarlierRequest | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const expiresAt = now + (at.retentionSeconds ?? retentionSeconds);
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
    // The AWS client repeats a write whose response was lost, and then finds its own row.
    return before.claim === claim ? undefined : before;
  }
}

/** Stores the response for repetitions of the request. @throws ConditionalCheckFailedException if the claim is no longer held */
export async function completeRequest(
  at: RequestClaim,
  answer: Pick<EarlierRequest, "statusCode" | "answer" | "connection">,
): Promise<void> {
  await updateClaimed(at, answer);
}

/** When a request that is remembered for 24 hours was claimed, epoch seconds. */
export const getClaimTime = ({ expiresAt }: EarlierRequest): number => expiresAt - retentionSeconds;

/**
 * Deletes the kept answers of a connection, and those of which it is not known whose they are. The keys stay: the requests were
 * carried out.
 */
export async function endAnswers(owner: Owner, connection: string): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const rows = await queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk",
    FilterExpression: "attribute_exists(answer) AND (#connection = :id OR attribute_not_exists(#connection))",
    ProjectionExpression: "pk, sk",
    ExpressionAttributeNames: { "#connection": "connection" },
    ExpressionAttributeValues: { ":pk": { S: oncePartition(owner) }, ":id": { S: connection } },
  });
  const end = updateExpression({ isEnded: true, answer: undefined });
  const condition = { ConditionExpression: "attribute_exists(pk)" };
  await mapInParallel(rows, maxConcurrentRows, (Key) =>
    tryWrite(dynamo.send(new UpdateItemCommand({ TableName, Key, ...end, ...condition }))),
  );
}

const maxConcurrentRows = 25;

/** Frees the key after a request that had no effect. @throws as {@link completeRequest} */
export async function releaseRequest(at: RequestClaim): Promise<void> {
  await updateClaimed(at, { expiresAt: 0 });
}

/** Ends a request whose outcome is unknown, so that repetitions do not wait for it. @throws as {@link completeRequest} */
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
