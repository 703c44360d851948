// Connections that share one grant of a provider. The grant may be revoked only with the last of them.
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

/**
 * Lists connections on an account's grant, of all owners. One page is enough: any connection keeps the grant from being revoked.
 * @throws ZodError for an unreadable row, since it must not look as if there were none
 */
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
