// Webhooks whose provider chooses the secret and tells it to our receiver once, when the webhook is opened.
import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { key } from "./table.ts";

const hookRow = z.object({
  provider: z.string(),
  /** Id of the connection that it was opened for. */
  connection: z.string(),
  /** Until when its secret is taken, epoch seconds. */
  openUntil: z.number(),
  /** Sealed; absent until the provider has told it. */
  secret: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
  ttl: z.number(),
});
export type Hook = z.output<typeof hookRow>;

/** Stores that a webhook is being opened: from now on its secret may be told. @param id 128 random bits, part of the webhook's address */
export async function openHook(id: string, hook: Omit<Hook, "secret">): Promise<void> {
  await dynamo.send(new PutItemCommand({ TableName: table(), Item: { ...key.hook(id), ...toItem(hook) } }));
}

export interface ToldSecret {
  readonly sealed: Uint8Array;
  /** Tells whether it is the same secret once more: a provider repeats what was not answered in time. */
  readonly hash: string;
}

/**
 * Keeps the secret of a webhook that is being opened. One that it has already is never replaced.
 * @param now epoch seconds
 * @returns false if no such webhook is being opened, or it has another secret
 */
export async function takeHookSecret(id: string, { sealed, hash }: ToldSecret, now: number): Promise<boolean> {
  return tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName: table(),
        Key: key.hook(id),
        UpdateExpression: "SET secret = if_not_exists(secret, :sealed), secretHash = :hash",
        ConditionExpression: "(attribute_not_exists(secret) AND openUntil > :now) OR secretHash = :hash",
        ExpressionAttributeValues: toItem({ ":sealed": sealed, ":hash": hash, ":now": now }),
      }),
    ),
  );
}

/** The webhook that an address of ours names; undefined if there is none. */
export async function readHook(id: string): Promise<Hook | undefined> {
  const get = new GetItemCommand({ TableName: table(), Key: key.hook(id), ConsistentRead: true });
  const { Item } = await dynamo.send(get);
  return Item && fromItem(hookRow, Item);
}

/** Keeps a webhook that was renewed. @param ttl epoch seconds @returns false if it is gone */
export async function keepHook(id: string, ttl: number): Promise<boolean> {
  return tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName: table(),
        Key: key.hook(id),
        UpdateExpression: "SET #ttl = :ttl",
        ConditionExpression: "attribute_exists(secret)",
        ExpressionAttributeNames: { "#ttl": "ttl" },
        ExpressionAttributeValues: toItem({ ":ttl": ttl }),
      }),
    ),
  );
}

export async function deleteHook(id: string): Promise<void> {
  await dynamo.send(new DeleteItemCommand({ TableName: table(), Key: key.hook(id) }));
}

const table = () => config("TRANSIENT_TABLE").TRANSIENT_TABLE;
