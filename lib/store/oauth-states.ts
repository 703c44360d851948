// Authorization flows in progress. Only the hash of an OAuth `state` is stored.
import { createHash, randomUUID } from "node:crypto";
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
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
  surface: z.enum(["integrations", "v1", "broker"]),
  /** The row's part of the PKCE code verifier, see `deriveCodeVerifier`. Absent where the provider does not support PKCE. */
  verifierSalt: z.string().optional(),
  /** The code verifier itself, in rows that earlier releases wrote. */
  codeVerifier: z.string().optional(),
  /** Hash of the cookie that binds the flow to the browser. */
  browser: z.string(),
  returnTo: z.string().optional(),
  scopes: z.array(z.string()),
  params: z.record(z.string(), z.string()),
  /** What was discovered when the flow began, by the name of the endpoint. */
  endpoints: z.record(z.string(), z.string()).optional(),
  /** The caller's name for the connection that is to be. */
  integrationId: z.string().optional(),
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

/** Marks a state as used by one call; without `delivery` it is not found by releases that delete used states. */
const consumption = "SET consumedBy = :caller REMOVE #delivery";

/**
 * Uses a state up by one conditional write, so only one caller gets it. Its row stays until its TTL, marked with the caller: the
 * AWS client repeats a write whose answer was lost, and then finds its own mark (infra/decisions/used-states-stay-marked.md).
 * A state of another provider, redirect URI, delivery or owner is not found and stays usable.
 * @returns the row, which may have expired (the caller must check); undefined if there is none
 */
export async function consumeState(
  state: string,
  expected: Pick<OAuthState, "provider" | "redirectUri" | "delivery"> & { owner?: { tenant: string; user: string } },
): Promise<OAuthState | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const { delivery, owner } = expected;
  const fields = Object.entries({ provider: expected.provider, redirectUri: expected.redirectUri, ...owner });
  const isOurs = fields.map(([name]) => `#${name} = :${name}`).join(" AND ");
  const values = { ...Object.fromEntries(fields), delivery, caller: randomUUID() };
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.state(hashState(state)),
        UpdateExpression: consumption,
        ConditionExpression: `${isOurs} AND (#delivery = :delivery OR consumedBy = :caller)`,
        ExpressionAttributeNames: Object.fromEntries(
          [...fields, ["delivery"]].map(([name]) => [`#${name}`, String(name)]),
        ),
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [`:${name}`, { S: value }]),
        ),
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes && fromItem(oauthState, { ...Attributes, delivery: { S: delivery } });
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
