// Where a provider's events lead. Read consistently: who has just disconnected gets no more of them.
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { queryAll } from "./query-all.ts";
import { eventRoutePartition, type Item } from "./table.ts";

const eventRouteSchema = z.object({
  tenant: z.string(),
  user: z.string(),
  provider: z.string(),
  id: z.string(),
  /** Whose the connection is, where an account has several people. */
  person: z.string().optional(),
});

/** A connection that an event is for. */
export type EventRecipient = z.output<typeof eventRouteSchema>;

/** The connections behind any of these names, each once. */
export async function listEventRecipients(provider: string, names: readonly string[]): Promise<EventRecipient[]> {
  const found = await Promise.all([...new Set(names)].map((name) => listRecipientsByName(provider, name)));
  return [...new Map(found.flat().map((recipient) => [JSON.stringify(recipient), recipient])).values()];
}

async function listRecipientsByName(provider: string, name: string): Promise<EventRecipient[]> {
  const { CONNECTIONS_TABLE: TableName } = config("CONNECTIONS_TABLE");
  const items = await queryAll({
    TableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: eventRoutePartition(provider, name) } },
  });
  return items.flatMap(parseRecipients);
}

/** A row that cannot be read must not keep the event from the others. */
function parseRecipients(item: Item): EventRecipient[] {
  const read = eventRouteSchema.safeParse(unmarshall(item));
  if (read.success) return [read.data];
  count("RowUnreadable");
  log.error("a route's row cannot be read");
  return [];
}
