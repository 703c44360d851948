import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Person } from "./api.ts";
import { dynamodb, readDeployedEnvironment, tableName } from "./aws.ts";
import { cloud } from "./cloud.ts";

/** Closes a user's sockets from the server's side, as API Gateway may at any time. @returns how many were open */
export async function closeSockets({ sub, org }: Person): Promise<number> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName("transient"),
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: `socket#${encodeURIComponent(`c#${org}`)}#${sub}` } },
    }),
  );
  const { LIVE_ENDPOINT = "" } = await readDeployedEnvironment("live-sequence-feed");
  const endpoint = new URL(LIVE_ENDPOINT, cloud().awsEndpoint).href.replace(/\/$/, "");
  const dropped = await Promise.all(
    Items.map(({ sk }) => fetch(`${endpoint}/@connections/${sk?.S}`, { method: "DELETE" })),
  );
  return dropped.filter(({ status }) => status === 204).length;
}
