import { paginateQuery, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { dynamo } from "./dynamo.ts";
import type { Item } from "./table.ts";

/** Reads all pages of a query, consistently unless the query says otherwise. @returns all items */
export async function queryAll(query: QueryCommandInput): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, { ConsistentRead: true, ...query })) {
    found.push(...Items);
  }
  return found;
}
