import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import type { Owner } from "./owner.ts";
import { key } from "./table.ts";

/** Increments a user's counter for the window beginning at `window` (epoch seconds). @returns the new value @throws Problem provider_unavailable */
export async function countRequest(owner: Owner, name: string, window: number): Promise<number> {
  const { TRANSIENT_TABLE } = config("TRANSIENT_TABLE");
  const { Attributes } = await dynamo.send(
    new UpdateItemCommand({
      TableName: TRANSIENT_TABLE,
      Key: key.counter(owner, name, window),
      UpdateExpression: "ADD used :one SET #ttl = if_not_exists(#ttl, :ttl)",
      ExpressionAttributeNames: { "#ttl": "ttl" },
      ExpressionAttributeValues: { ":one": { N: "1" }, ":ttl": { N: String(window + 3600) } },
      ReturnValues: "UPDATED_NEW",
    }),
  );
  return Number(Attributes?.used?.N);
}
