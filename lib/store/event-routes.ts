// Finds the recipients of a provider's event. Reads are consistent, so a disconnected user gets no more events.
import * as z from "zod";
import { config } from "../config.ts";
import { parseReadableItems } from "./item.ts";
import { queryAll } from "./query-all.ts";
import { eventRoutePartition } from "./table.ts";

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
  return parseReadableItems(eventRouteSchema, items, "event route");
}
