// The items that were set aside, as the delivery log has them.
import { randomUUID } from "node:crypto";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { type LoggedDelivery, loggedDelivery } from "../../../../lib/store/deliveries.ts";
import { fromItem } from "../../../../lib/store/item.ts";
import { logIndex, logPartition, logShards } from "../../../../lib/store/table.ts";
import { dynamodb, tableName } from "../../../support/aws.ts";

const hourMs = 3_600_000;

/** The items of a provider that were set aside within the last hour. */
export async function listSetAside(provider: string): Promise<LoggedDelivery[]> {
  const hours = [0, hourMs].map((ago) => new Date(Date.now() - ago).toISOString().slice(0, 13));
  const partitions = hours.flatMap((hour) =>
    Array.from({ length: logShards }, (_, shard) => logPartition(provider, "failed", hour, shard)),
  );
  const rows = (await Promise.all(partitions.map(readPartition))).flat();
  return rows.filter(({ receipt }) => receipt.startsWith("item-"));
}

async function readPartition(log: string): Promise<LoggedDelivery[]> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName("deliveries"),
      IndexName: logIndex,
      KeyConditionExpression: "#log = :log",
      ExpressionAttributeNames: { "#log": "log" },
      ExpressionAttributeValues: { ":log": { S: log } },
    }),
  );
  return Items.map((item) => fromItem(loggedDelivery, item));
}

/** A replay of a delivery, as the admin endpoint queues it. */
export const createReplay = ({ provider, receipt }: Pick<LoggedDelivery, "provider" | "receipt">) => ({
  receipt: randomUUID(),
  provider,
  replayOf: receipt,
  again: false,
});
