// Authorization flows under way. The state itself is never stored, only its hash.
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
  /** How the answer arrives: by the browser's redirect, or posted by a front end that caught it. */
  delivery: z.enum(["get", "post"]),
  surface: z.enum(["integrations", "v1"]),
  codeVerifier: z.string().optional(),
  /** Hash of the cookie that proves it is the same browser. */
  browser: z.string(),
  returnTo: z.string().optional(),
  scopes: z.array(z.string()),
  params: z.record(z.string(), z.string()),
  /** The account a reconnect is meant for. */
  account: z.string().optional(),
  expiresAt: z.number(),
});
export type OAuthState = z.output<typeof oauthState>;

export const hashState = (state: string) => createHash("sha256").update(state).digest("hex");

/** DynamoDB removes expired rows late; the row stays readable for a while so that `expired` can be told from `unknown`. */
const lingerSeconds = 3600;

export async function saveState(state: string, row: OAuthState): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const Item = { ...key.state(hashState(state)), ...toItem({ ...row, ttl: row.expiresAt + lingerSeconds }) };
  await dynamo.send(new PutItemCommand({ TableName, Item }));
}

/**
 * Takes a state out of the store: one conditional delete, so of many callers exactly one gets it.
 * A state made for another provider, redirect URI or delivery is as good as none and stays untouched.
 * @returns the row, also an expired one (the caller checks the clock), or undefined
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
