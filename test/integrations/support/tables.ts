// Reads and changes the stage's tables directly, without the Lambdas.
import { createHash } from "node:crypto";
import { DeleteItemCommand, ScanCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { expect } from "vitest";
import { z } from "zod";
import { dynamodb, tableName } from "../../support/aws.ts";

type Table = Parameters<typeof tableName>[0];

const row = z.looseObject({
  pk: z.string(),
  sk: z.string(),
  user: z.string().optional(),
  connection: z.unknown().optional(),
});
export type Row = z.output<typeof row>;

/** Every row whose partition key begins with `prefix`. */
export async function listRows(table: Table, prefix = ""): Promise<Row[]> {
  const found: Row[] = [];
  let from: Record<string, never> | undefined;
  do {
    const page = await dynamodb().send(
      new ScanCommand({ TableName: tableName(table), ConsistentRead: true, ExclusiveStartKey: from }),
    );
    found.push(...(page.Items ?? []).map((item) => row.parse(unmarshall(item))));
    from = page.LastEvaluatedKey as typeof from;
  } while (from !== undefined);
  return found.filter(({ pk }) => pk.startsWith(prefix));
}

/** Deletes every row whose partition key begins with `prefix`: those of tests before. */
export async function clearRows(table: Table, prefix: string): Promise<void> {
  for (const { pk, sk } of await listRows(table, prefix)) {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    await dynamodb().send(new DeleteItemCommand({ TableName: tableName(table), Key }));
  }
}

const held = z.object({ user: z.string() });

/** Connections, event routes, shared grants and held grants of a user: what a refused flow must not leave behind. */
export async function listStoredRows(user: string): Promise<string[]> {
  const connections = (await listRows("connections")).filter((found) => found.user === user);
  const kinds = connections.map(({ pk }) => pk.split("#")[0] ?? "");
  return [...kinds, ...(await listHeldGrants(user)).map(() => "grant")];
}

/** Ids of grants without a connection: those waiting for confirmation or revocation. */
export async function listHeldGrants(user: string): Promise<string[]> {
  const grants = await listRows("transient", "grant#");
  const found = grants.filter(({ connection }) => held.safeParse(connection).data?.user === user);
  return found.map(({ pk }) => pk.slice("grant#".length));
}

/** Waits until no grant of the user is held: all are revoked, or revocation was given up. */
export const waitUntilNothingHeld = ({ sub }: { readonly sub: string }) =>
  expect.poll(() => listHeldGrants(sub), { interval: 200 }).toEqual([]);

/** Sets when a state or a held grant expires, in epoch seconds; its DynamoDB TTL does not change. */
export async function setExpiry(pk: string, expiresAt: number): Promise<void> {
  await dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName("transient"),
      Key: { pk: { S: pk }, sk: { S: "-" } },
      UpdateExpression: "SET expiresAt = :at",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeValues: { ":at": { N: String(expiresAt) } },
    }),
  );
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

export const stateKey = (state: string): string => `state#${sha256(state)}`;
export const grantKey = (handle: string): string => `grant#${sha256(handle)}`;

export async function isStored(pk: string): Promise<boolean> {
  return (await listRows("transient", pk)).length > 0;
}

/** Deletes all rows of shared grants: earlier tests' connections to the sandbox's few accounts would count as siblings. */
export async function deleteOtherConnections(): Promise<void> {
  for (const { pk, sk } of await listRows("connections", "share#")) {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    await dynamodb().send(new DeleteItemCommand({ TableName: tableName("connections"), Key }));
  }
}
