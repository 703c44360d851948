// Launches that EHRs began: what the EHR calls one, sealed, until a signed-in person takes it up. Only a handle's hash is stored.
import { randomUUID } from "node:crypto";
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, isConditionFailure } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { key } from "./table.ts";

const launchRow = z.object({
  provider: z.string(),
  fhirBaseUrl: z.string(),
  /** What the EHR calls it. */
  launch: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  /** Epoch seconds. */
  expiresAt: z.number(),
});
export type LaunchRow = z.output<typeof launchRow>;

export async function saveLaunch(hash: string, row: LaunchRow): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const Item = { ...key.launch(hash), ...toItem({ ...row, ttl: row.expiresAt }) };
  await dynamo.send(new PutItemCommand({ TableName, Item }));
}

/**
 * Uses a launch up by one conditional write, so only one caller gets it. Marked with its caller: the AWS client repeats a write whose
 * answer was lost, and then finds its own mark.
 * @returns the row, which may have expired (the caller must check); undefined if there is none, or somebody had it
 */
export async function consumeLaunch(hash: string): Promise<LaunchRow | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.launch(hash),
        UpdateExpression: "SET consumedBy = :caller",
        ConditionExpression: "attribute_exists(pk) AND (attribute_not_exists(consumedBy) OR consumedBy = :caller)",
        ExpressionAttributeValues: { ":caller": { S: randomUUID() } },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes && fromItem(launchRow, Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
