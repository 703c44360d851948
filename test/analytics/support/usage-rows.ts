// Rows of counts as they are stored.
import { paginateQuery } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { type UsageScope, usagePartition, usageShards } from "../../../lib/store/table.ts";
import { dynamodb, tableName } from "../../support/aws.ts";

/** What is counted of a provider, by who counted and what: "audit connected". All days together. */
export async function readCounts(scope: UsageScope, provider: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const pages = paginateQuery(
    { client: dynamodb() },
    {
      TableName: tableName("deliveries"),
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: usagePartition(scope) } },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const row of Items.map((item) => unmarshall(item))) {
      const [, , of, source] = String(row.sk).split("#");
      if (of !== provider) continue;
      for (const [name, number] of Object.entries(row).filter(([name]) => name.startsWith("n:"))) {
        const counter = `${source} ${name.slice(2)}`;
        counts[counter] = (counts[counter] ?? 0) + number;
      }
    }
  }
  return counts;
}

/** The same for the whole stage, of one counter. */
export async function readStageCount(provider: string, counter: string): Promise<number> {
  const shards = Array.from({ length: usageShards }, (_, shard) => readCounts({ shard }, provider));
  return (await Promise.all(shards)).reduce((sum, counts) => sum + (counts[counter] ?? 0), 0);
}
