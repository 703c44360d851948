import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { key } from "./table.ts";

/** As long as processed events are remembered (delivery-claims.ts). */
const retentionSeconds = 35 * 86_400;

/** Records when a resource entered its latest state (epoch milliseconds). @returns false if a later state is recorded; true for the same one again */
export async function recordIfNewer(provider: string, resource: string, at: number, now: number): Promise<boolean> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.claim(provider, `state#${resource}`),
        // Not `at`, which the log's index knows as text.
        UpdateExpression: "SET changedAt = :at, #ttl = :ttl",
        ConditionExpression: "attribute_not_exists(changedAt) OR changedAt <= :at",
        ExpressionAttributeNames: { "#ttl": "ttl" },
        ExpressionAttributeValues: { ":at": { N: String(at) }, ":ttl": { N: String(now + retentionSeconds) } },
      }),
    ),
  );
}

interface ToldContent {
  readonly resource: string;
  /** A hash of what is told. */
  readonly content: string;
  /** Which of several sources tells it. */
  readonly teller: string;
}

/** Records what was last told of a resource. @returns false if another teller has told the same; true for the same one again */
export async function recordIfUntold(
  provider: string,
  { resource, content, teller }: ToldContent,
  now: number,
): Promise<boolean> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  return tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.claim(provider, `told#${resource}`),
        UpdateExpression: "SET #content = :content, teller = :teller, #ttl = :ttl",
        ConditionExpression: "attribute_not_exists(#content) OR #content <> :content OR teller = :teller",
        ExpressionAttributeNames: { "#content": "content", "#ttl": "ttl" },
        ExpressionAttributeValues: {
          ":content": { S: content },
          ":teller": { S: teller },
          ":ttl": { N: String(now + retentionSeconds) },
        },
      }),
    ),
  );
}
