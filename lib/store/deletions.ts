// Deletions of a user's or a tenant's data: what is being worked on, how far, and the marker that stays. Times are epoch seconds.
import { GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, isConditionFailure, tryWrite } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { key } from "./table.ts";

export const deletionPhases = ["ending", "erasing", "revoking", "auditing", "finished"] as const;
export type DeletionPhase = (typeof deletionPhases)[number];

/** Whose data goes: all of these tenants, and what one owner has. */
const subjectSchema = z.object({
  tenants: z.array(z.string()),
  owner: z.object({ tenant: z.string(), user: z.string() }).optional(),
});
export type DeletionSubject = z.output<typeof subjectSchema>;

/** How far one part of a table was read. */
const cursorSchema = z.object({
  /** The last row that was read. */
  after: z.object({ pk: z.string(), sk: z.string() }).optional(),
  isDone: z.boolean(),
});
export type SweepCursor = z.output<typeof cursorSchema>;

const counts = z.record(z.string(), z.number());

const deletionSchema = z.object({
  id: z.string(),
  kind: z.enum(["user", "tenant"]),
  /** The tenant whose administrators may see it. Absent where its name would be the user's. */
  visibleTo: z.string().optional(),
  /** Absent once it is finished: the marker names nobody. */
  subject: subjectSchema.optional(),
  /** From 1. A further one begins when it is asked for again later. */
  run: z.number(),
  requestedAt: z.number(),
  finishedAt: z.number().optional(),
  phase: z.enum(deletionPhases),
  /** Which of the phase's tables is being read. */
  step: z.number(),
  cursors: z.array(cursorSchema),
  /** When it goes on. */
  notBefore: z.number().optional(),
  /** Rows that were removed, by their kind. */
  removed: counts,
  /** Rows that were removed although what they stand for may go on at a provider. */
  failed: counts,
  /** Connections that were ended since the last pause: others may still have written for them. */
  endedLately: z.number(),
  /** How often it has paused for connections that were made meanwhile. */
  rounds: z.number(),
  /** Grants that are still to be revoked at their providers, and since when that is waited for. */
  waitingGrants: z.number(),
  waitingSince: z.number().optional(),
  /** Why the last attempt failed; it is tried again. */
  failure: z.object({ at: z.number(), error: z.string(), attempts: z.number() }).optional(),
  lease: z.string().optional(),
  leaseUntil: z.number().optional(),
});
export type Deletion = z.output<typeof deletionSchema>;

export async function readDeletion(id: string): Promise<Deletion | undefined> {
  const get = new GetItemCommand({ TableName: table(), Key: key.deletion(id), ConsistentRead: true });
  const { Item } = await dynamo.send(get);
  return Item && fromItem(deletionSchema, Item);
}

/** Creates a deletion unless there is one with its id. @returns whether it was created */
export const createDeletion = (deletion: Deletion): Promise<boolean> =>
  tryWrite(dynamo.send(putDeletion(deletion, "attribute_not_exists(pk)", {})));

/** Replaces a finished deletion by its next run. @returns false if that has begun already */
export const restartDeletion = (deletion: Deletion): Promise<boolean> =>
  tryWrite(dynamo.send(putDeletion(deletion, "run = :before", { ":before": deletion.run - 1 })));

/**
 * Claims the work on a deletion for one worker.
 * @param lease random, and new for each claim
 * @returns undefined if there is no such deletion or another worker holds it
 */
export async function claimDeletion(
  id: string,
  { lease, now, until }: { readonly lease: string; readonly now: number; readonly until: number },
): Promise<Deletion | undefined> {
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName: table(),
        Key: key.deletion(id),
        UpdateExpression: "SET lease = :lease, leaseUntil = :until",
        // Its own lease is allowed too: the AWS client repeats a write whose answer was lost.
        ConditionExpression:
          "attribute_exists(pk) AND (attribute_not_exists(leaseUntil) OR leaseUntil <= :now OR lease = :lease)",
        ExpressionAttributeValues: toItem({ ":lease": lease, ":now": now, ":until": until }),
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes && fromItem(deletionSchema, Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** Stores how far a deletion is, if its worker still holds it. @throws ConditionalCheckFailedException if not */
export async function saveDeletion(deletion: Deletion, lease: string): Promise<void> {
  await dynamo.send(putDeletion(deletion, "lease = :lease", { ":lease": lease }));
}

function putDeletion(deletion: Deletion, ConditionExpression: string, values: Record<string, unknown>) {
  const Item = { ...key.deletion(deletion.id), ...toItem(deletion) };
  const hasValues = Object.keys(values).length > 0;
  return new PutItemCommand({
    TableName: table(),
    Item,
    ConditionExpression,
    ...(hasValues ? { ExpressionAttributeValues: toItem(values) } : {}),
  });
}

const table = () => config("CONNECTIONS_TABLE").CONNECTIONS_TABLE;
