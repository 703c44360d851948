// Which connections were ended on purpose, as the audit has it.
import * as z from "zod";
import { config } from "../config.ts";
import { fromItem } from "./item.ts";
import { queryAll } from "./query-all.ts";
import { auditPartition } from "./table.ts";

const disconnectEntry = z.object({ connection: z.string(), at: z.iso.datetime() });

/**
 * When each of a tenant's connections was last disconnected, in epoch seconds by the connection's id. Reads every audit row of these
 * months, so it is not for requests.
 * @param since epoch seconds; the audit keeps a year unless the stage says otherwise
 */
export async function listDisconnects(
  tenant: string,
  since: number,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const { AUDIT_TABLE: TableName } = config("AUDIT_TABLE");
  const found = new Map<string, number>();
  for (const month of listMonths(since, now)) {
    const items = await queryAll({
      TableName,
      KeyConditionExpression: "pk = :pk",
      FilterExpression: "#action = :action",
      ProjectionExpression: "#connection, #at",
      ExpressionAttributeNames: { "#action": "action", "#connection": "connection", "#at": "at" },
      ExpressionAttributeValues: { ":pk": { S: auditPartition(tenant, month) }, ":action": { S: "disconnect" } },
    });
    for (const item of items) {
      const { connection, at } = fromItem(disconnectEntry, item);
      found.set(connection, Math.max(found.get(connection) ?? 0, Math.floor(Date.parse(at) / 1000)));
    }
  }
  return found;
}

/** From the month of `since` to that of `now`, the first day of each. */
function listMonths(since: number, now: number): Date[] {
  const [first, last] = [new Date(1000 * since), new Date(1000 * now)];
  const count = 12 * (last.getUTCFullYear() - first.getUTCFullYear()) + last.getUTCMonth() - first.getUTCMonth() + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index));
  });
}
