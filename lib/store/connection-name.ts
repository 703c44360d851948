import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import type { Connection } from "./connection.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { key } from "./table.ts";

/** Removes the caller's name of a connection, unless it has another one by now. */
export async function releaseName(of: Connection): Promise<void> {
  if (of.integrationId === undefined) return;
  await tryWrite(
    dynamo.send(
      new UpdateItemCommand({
        TableName: config("CONNECTIONS_TABLE").CONNECTIONS_TABLE,
        Key: key.connection(of, of.provider, of.id),
        UpdateExpression: "REMOVE integrationId",
        ConditionExpression: "integrationId = :name",
        ExpressionAttributeValues: { ":name": { S: of.integrationId } },
      }),
    ),
  );
}
