// OAuth grants without a connection: not yet confirmed by the user, or waiting to be revoked at the provider.
import { randomUUID } from "node:crypto";
import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { connection, type TokenSet } from "./connection.ts";
import { dynamo, isConditionFailure } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { subscriptionSchema } from "./subscription.ts";
import { key } from "./table.ts";

const heldGrantSchema = z.object({
  /** `claimed` while its user confirms it; `revoking` once it can only be revoked. */
  status: z.enum(["pending", "claimed", "revoking"]),
  purpose: z.enum(["connection", "pending"]),
  connection,
  /** Subscriptions to stop at the provider while the tokens still work. */
  channels: z.array(subscriptionSchema).optional(),
  /** Its user wants it to stay at the provider: its channels are stopped and its tokens deleted, and it is not revoked. */
  keepGrant: z.boolean().optional(),
  expiresAt: z.number(),
  claimedAt: z.number().optional(),
});
export type HeldGrant = z.output<typeof heldGrantSchema>;

/** How long an expired grant stays in the table, since revoking it needs its tokens. */
const expiredRetentionSeconds = 14 * 86_400;

export function grantPut(id: string, grant: HeldGrant) {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  return {
    TableName,
    Item: { ...key.grant(id), ...toItem({ ...grant, ttl: grant.expiresAt + expiredRetentionSeconds }) },
  };
}

export async function holdGrant(id: string, grant: HeldGrant): Promise<void> {
  await dynamo.send(new PutItemCommand(grantPut(id, grant)));
}

export async function readGrant(id: string): Promise<HeldGrant | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key.grant(id), ConsistentRead: true }));
  return Item && fromItem(heldGrantSchema, Item);
}

/** Claims a pending grant for its confirmation; only one caller gets it. @param now epoch seconds @returns undefined for the others */
export const claimGrant = (id: string, provider: string, now: number) =>
  changeGrantStatus(id, { from: "pending", to: "claimed", provider, now });

/** Marks a grant to be revoked, after which it cannot become a connection. @returns undefined if it is not in the status `from` */
export const markGrantRevoking = (id: string, from: "claimed" | "pending", provider: string, now: number) =>
  changeGrantStatus(id, { from, to: "revoking", provider, now });

interface StatusChange {
  readonly from: HeldGrant["status"];
  readonly to: HeldGrant["status"];
  readonly provider: string;
  readonly now: number;
}

/** Marked with its caller: the AWS client repeats a write whose answer was lost, and then finds its own mark. */
async function changeGrantStatus(
  id: string,
  { from, to, provider, now }: StatusChange,
): Promise<HeldGrant | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.grant(id),
        UpdateExpression: "SET #status = :to, claimedAt = :now, changedBy = :caller",
        ConditionExpression: "(#status = :from OR changedBy = :caller) AND #connection.#provider = :provider",
        ExpressionAttributeNames: { "#status": "status", "#connection": "connection", "#provider": "provider" },
        ExpressionAttributeValues: {
          ":from": { S: from },
          ":to": { S: to },
          ":provider": { S: provider },
          ":now": { N: String(now) },
          ":caller": { S: randomUUID() },
        },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes && fromItem(heldGrantSchema, Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** Replaces one token set of a held grant. @throws ConditionalCheckFailedException if the grant is gone */
export async function replaceGrantTokens(id: string, set: string, tokens: TokenSet): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  await dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: key.grant(id),
      UpdateExpression: "SET #connection.#tokens.#set = :tokens",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeNames: { "#connection": "connection", "#tokens": "tokens", "#set": set },
      ExpressionAttributeValues: { ":tokens": { M: toItem(tokens) } },
    }),
  );
}

export function grantDelete(id: string) {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  return { TableName, Key: key.grant(id) };
}

export async function deleteGrant(id: string): Promise<void> {
  await dynamo.send(new DeleteItemCommand(grantDelete(id)));
}
