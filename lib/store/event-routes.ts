// Finds the recipients of a provider's event. Reads are consistent, so a disconnected user gets no more events.
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
  /** For shared accounts: the provider's id of the person who owns the connection. */
  person: z.string().optional(),
});

/** A connection that receives an event. */
export type EventRecipient = z.output<typeof eventRouteSchema>;

/** Lists the connections that are routed by any of these names, each once. Unreadable rows are left out. */
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

/** Parses a row. An unreadable one must not keep the event from the other recipients. */
function parseRecipients(item: Item): EventRecipient[] {
  const parsed = eventRouteSchema.safeParse(unmarshall(item));
  if (parsed.success) return [parsed.data];
  count("RowUnreadable");
  log.error("an event route's row cannot be read");
  return [];
}
