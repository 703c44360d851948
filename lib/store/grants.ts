// Grants that are nobody's connection: consented but not yet confirmed, or waiting to be revoked at the provider.
import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { connection } from "./connection.ts";
import { dynamo, isConditionFailure } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { subscriptionSchema } from "./subscription.ts";
import { key } from "./table.ts";

const heldGrantSchema = z.object({
  /** `claimed` while its user confirms it; `revoking` once nobody may have it any more. */
  status: z.enum(["pending", "claimed", "revoking"]),
  /** Under which purpose the tokens are sealed. */
  purpose: z.enum(["connection", "pending"]),
  connection,
  /** To be stopped at the provider while its tokens are still good. */
  channels: z.array(subscriptionSchema).optional(),
  expiresAt: z.number(),
  claimedAt: z.number().optional(),
});
export type HeldGrant = z.output<typeof heldGrantSchema>;

/** A grant outlives its expiry in the table, for whoever revokes it needs its tokens. */
const lingerSeconds = 14 * 86_400;

export function grantPut(id: string, grant: HeldGrant) {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  return { TableName, Item: { ...key.grant(id), ...toItem({ ...grant, ttl: grant.expiresAt + lingerSeconds }) } };
}

export async function holdGrant(id: string, grant: HeldGrant): Promise<void> {
  await dynamo.send(new PutItemCommand(grantPut(id, grant)));
}

export async function readGrant(id: string): Promise<HeldGrant | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key.grant(id), ConsistentRead: true }));
  return Item && fromItem(heldGrantSchema, Item);
}

/** Takes a pending grant for confirmation; of many callers exactly one gets it. */
export const claimGrant = (id: string, provider: string, now: number) =>
  moveGrant(id, { from: "pending", to: "claimed", provider, now });

/** Gives a grant up: from now on it can only be revoked. */
export const markGrantRevoking = (id: string, from: "claimed" | "pending", provider: string, now: number) =>
  moveGrant(id, { from, to: "revoking", provider, now });

interface GrantMove {
  readonly from: HeldGrant["status"];
  readonly to: HeldGrant["status"];
  readonly provider: string;
  readonly now: number;
}

async function moveGrant(id: string, { from, to, provider, now }: GrantMove): Promise<HeldGrant | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.grant(id),
        UpdateExpression: "SET #status = :to, claimedAt = :now",
        ConditionExpression: "#status = :from AND #connection.#provider = :provider",
        ExpressionAttributeNames: { "#status": "status", "#connection": "connection", "#provider": "provider" },
        ExpressionAttributeValues: {
          ":from": { S: from },
          ":to": { S: to },
          ":provider": { S: provider },
          ":now": { N: String(now) },
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

export function grantDelete(id: string) {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  return { TableName, Key: key.grant(id) };
}

export async function deleteGrant(id: string): Promise<void> {
  await dynamo.send(new DeleteItemCommand(grantDelete(id)));
}
