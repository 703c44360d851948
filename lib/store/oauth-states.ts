// Authorization flows in progress. Only the hash of an OAuth `state` is stored.
import { createHash } from "node:crypto";
import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, isConditionFailure } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { key } from "./table.ts";

export const oauthState = z.object({
  tenant: z.string(),
  user: z.string(),
  provider: z.string(),
  redirectUri: z.string(),
  /** How the authorization response arrives: by the browser's redirect (`get`), or posted by a front end. */
  delivery: z.enum(["get", "post"]),
  surface: z.enum(["integrations", "v1"]),
  codeVerifier: z.string().optional(),
  /** Hash of the cookie that binds the flow to the browser. */
  browser: z.string(),
  returnTo: z.string().optional(),
  scopes: z.array(z.string()),
  params: z.record(z.string(), z.string()),
  /** For a reconnect: the account that must be authorized. */
  account: z.string().optional(),
  expiresAt: z.number(),
});
export type OAuthState = z.output<typeof oauthState>;

export const hashState = (state: string) => createHash("sha256").update(state).digest("hex");

/** How long an expired row stays readable, so that `expired` can be told from `unknown`. */
const expiredRetentionSeconds = 3600;

export async function saveState(state: string, row: OAuthState): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const Item = { ...key.state(hashState(state)), ...toItem({ ...row, ttl: row.expiresAt + expiredRetentionSeconds }) };
  await dynamo.send(new PutItemCommand({ TableName, Item }));
}

/**
 * Takes a state out of the store by one conditional delete, so only one caller gets it.
 * A state of another provider, redirect URI, delivery or owner is not found and stays in the store.
 * @returns the row, which may have expired (the caller must check); undefined if there is none
 */
export async function consumeState(
  state: string,
  expected: Pick<OAuthState, "provider" | "redirectUri" | "delivery"> & { owner?: { tenant: string; user: string } },
): Promise<OAuthState | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const wanted = {
    provider: expected.provider,
    redirectUri: expected.redirectUri,
    delivery: expected.delivery,
    ...expected.owner,
  };
  const fields = Object.entries(wanted);
  try {
    const { Attributes } = await dynamo.send(
      new DeleteItemCommand({
        TableName,
        Key: key.state(hashState(state)),
        ConditionExpression: fields.map(([name]) => `#${name} = :${name}`).join(" AND "),
        ExpressionAttributeNames: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, { S: value }])),
        ReturnValues: "ALL_OLD",
      }),
    );
    return Attributes && fromItem(oauthState, Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
