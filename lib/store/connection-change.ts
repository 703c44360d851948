import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Connection } from "./connection.ts";
import { outboxWrite } from "./outbox.ts";

export type ConnectionChange = "connected" | "reconnect_needed" | "disconnected" | "revoked";

/**
 * The outbox message about a connection's new status, for the transaction that changes it.
 * @param more further members of its data: whether a disconnected account's activities stay, why a lost one must be connected again
 */
export function connectionChangeWrite(
  of: Connection,
  change: ConnectionChange,
  more: { readonly activity?: "kept" | "removed"; readonly reason?: string } = {},
): TransactWriteItem {
  const { tenant, user, id, provider, accountName } = of;
  const status = change === "connected" ? "active" : change;
  const data = { id, provider, accountName, status, change, ...more };
  return outboxWrite({
    tenant,
    user,
    key: `connection#${id}#${of.version}#${change}`,
    type: "connection.changed",
    data,
  });
}
