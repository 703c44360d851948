// A rotation that was begun is a row beside the keys, so that one that was broken off goes on instead of beginning again.
import { GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { tryWrite } from "../../../lib/store/dynamo.ts";
import { encodeKeyPart } from "../../../lib/store/key-part.ts";
import type { Item } from "../../../lib/store/table.ts";
import type { KeyAdministration } from "./administration.ts";

export interface Rotation {
  /** Epoch seconds: keys that are older are replaced. */
  readonly startedAt: number;
  readonly finishedAt: number | undefined;
}

/** @param tenant undefined for the whole stage */
const rowKey = (tenant: string | undefined): Item => ({
  pk: { S: tenant === undefined ? "keyrotation#all" : `keyrotation#tenant#${encodeKeyPart(tenant)}` },
  sk: { S: "-" },
});

/** The latest rotation of a scope; undefined if there was none. */
export async function readRotation(
  { client, tables }: KeyAdministration,
  tenant: string | undefined,
): Promise<Rotation | undefined> {
  const get = new GetItemCommand({ TableName: tables.connections, Key: rowKey(tenant), ConsistentRead: true });
  const { Item } = await client.send(get);
  if (Item === undefined) return undefined;
  return {
    startedAt: Number(Item.startedAt?.N),
    finishedAt: Item.finishedAt?.N === undefined ? undefined : Number(Item.finishedAt.N),
  };
}

/** Begins a rotation, unless one is under way, which is then gone on with: one condition decides between two operators. */
export async function claimRotation(
  administration: KeyAdministration,
  tenant: string | undefined,
  startedAt: number,
): Promise<Rotation> {
  const { client, tables } = administration;
  await tryWrite(
    client.send(
      new PutItemCommand({
        TableName: tables.connections,
        Item: { ...rowKey(tenant), startedAt: { N: String(startedAt) } },
        ConditionExpression: "attribute_not_exists(pk) OR attribute_exists(finishedAt)",
      }),
    ),
  );
  return (await readRotation(administration, tenant)) ?? { startedAt, finishedAt: undefined };
}

export async function finishRotation(
  { client, tables }: KeyAdministration,
  tenant: string | undefined,
  { startedAt }: Rotation,
  finishedAt: number,
): Promise<void> {
  await tryWrite(
    client.send(
      new UpdateItemCommand({
        TableName: tables.connections,
        Key: rowKey(tenant),
        UpdateExpression: "SET finishedAt = :finished",
        ConditionExpression: "startedAt = :started AND attribute_not_exists(finishedAt)",
        ExpressionAttributeValues: { ":started": { N: String(startedAt) }, ":finished": { N: String(finishedAt) } },
      }),
    ),
  );
}
