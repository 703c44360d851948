import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { key } from "./table.ts";

/** As long as what was told is kept from being told again. */
const retentionSeconds = 35 * 86_400;

/**
 * Notes which state of a thing was told last; the same one may be told again.
 * @param at when it came into that state, epoch milliseconds
 * @returns false when a later state was told before
 */
export async function recordIfNewer(provider: string, thing: string, at: number, now: number): Promise<boolean> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.claim(provider, `state#${thing}`),
        // Not `at`, which the log's index knows as text.
        UpdateExpression: "SET changedAt = :at, #ttl = :ttl",
        ConditionExpression: "attribute_not_exists(changedAt) OR changedAt <= :at",
        ExpressionAttributeNames: { "#ttl": "ttl" },
        ExpressionAttributeValues: { ":at": { N: String(at) }, ":ttl": { N: String(now + retentionSeconds) } },
      }),
    ),
  );
}
