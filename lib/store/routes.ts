// Where a provider's events lead. Read consistently: who has just disconnected gets no more of them.
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { queryAll } from "./query-all.ts";
import { type Item, routePartition } from "./table.ts";

const route = z.object({
  tenant: z.string(),
  user: z.string(),
  provider: z.string(),
  id: z.string(),
  /** Whose the connection is, where an account has several people. */
  person: z.string().optional(),
});

/** A connection that an event is for. */
export type Routed = z.output<typeof route>;

/** The connections behind any of these names, each once. */
export async function listRoutes(provider: string, names: readonly string[]): Promise<Routed[]> {
  const found = await Promise.all([...new Set(names)].map((name) => listRoute(provider, name)));
  return [...new Map(found.flat().map((routed) => [JSON.stringify(routed), routed])).values()];
}

async function listRoute(provider: string, name: string): Promise<Routed[]> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const items = await queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: routePartition(provider, name) } },
  });
  return items.flatMap(readable);
}

/** A row that cannot be read must not keep the event from the others. */
function readable(item: Item): Routed[] {
  const read = route.safeParse(unmarshall(item));
  if (read.success) return [read.data];
  count("RowUnreadable");
  log.error("a route's row cannot be read");
  return [];
}
