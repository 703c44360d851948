// The sibling rule: connections that live on one grant of a provider.
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem } from "./item.ts";
import { sharePartition } from "./table.ts";

const connectionOnGrantSchema = z.object({
  tenant: z.string(),
  user: z.string(),
  provider: z.string(),
  id: z.string(),
  person: z.string().optional(),
});
export type ConnectionOnGrant = z.output<typeof connectionOnGrantSchema>;

/** Live connections on the grant of this account, whoever owns them. Up to one page: one is enough to spare the grant. */
export async function listConnectionsOnGrant(group: string, account: string): Promise<ConnectionOnGrant[]> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: sharePartition(group, account) } },
    }),
  );
  return (Items ?? []).map((item) => fromItem(connectionOnGrantSchema, item));
}
