// Removes rows that a deletion has found, and what a row of others says of the subject.
import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { type Item, key } from "./table.ts";

const tables = {
  connections: "CONNECTIONS_TABLE",
  transient: "TRANSIENT_TABLE",
  feed: "FEED_TABLE",
  deliveries: "DELIVERIES_TABLE",
  audit: "AUDIT_TABLE",
} as const;
export type SweptTable = keyof typeof tables;

export const getTableName = (table: SweptTable): string => config(tables[table])[tables[table]];

/** Deletes a row. One that is gone counts as deleted. */
export async function deleteRow(table: SweptTable, { pk, sk }: Item): Promise<void> {
  const Key = { pk: pk ?? { S: "" }, sk: sk ?? { S: "" } };
  await dynamo.send(new DeleteItemCommand({ TableName: getTableName(table), Key }));
}

/** Removes the payload of a delivery and these names of tenants and recipients. Its line of the log stays. */
export async function eraseDelivery(
  receipt: string,
  { parts, tenants, recipients }: { parts: number; tenants: readonly string[]; recipients: readonly string[] },
): Promise<void> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  for (let part = 1; part <= parts; part++)
    await dynamo.send(new DeleteItemCommand({ TableName, Key: key.deliveryPart(receipt, part) }));
  const toList = (texts: readonly string[]) => ({ L: texts.map((text) => ({ S: text })) });
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.delivery(receipt),
        UpdateExpression: "SET tenants = :tenants, recipients = :recipients, parts = :none REMOVE payload",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: {
          ":tenants": toList(tenants),
          ":recipients": toList(recipients),
          ":none": { N: "0" },
        },
      }),
    ),
  );
}

/** Removes the outcome that a claim keeps for its log. The claim stays, so that its event is not processed again. */
export async function eraseOutcome({ pk, sk }: Item): Promise<void> {
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName: getTableName("deliveries"),
        Key: { pk: pk ?? { S: "" }, sk: sk ?? { S: "" } },
        UpdateExpression: "REMOVE outcome",
        ConditionExpression: "attribute_exists(pk)",
      }),
    ),
  );
}
