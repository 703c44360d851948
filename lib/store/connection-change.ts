import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Connection } from "./connection.ts";
import { outboxWrite } from "./outbox.ts";

export type ConnectionChange = "connected" | "reconnect_needed" | "disconnected" | "revoked";

/** The outbox message about a connection's new status, for the transaction that changes it. */
export function connectionChangeWrite(
  of: Connection,
  change: ConnectionChange,
  version = of.version,
): TransactWriteItem {
  const { tenant, user, id, provider, accountName } = of;
  const status = change === "connected" ? "active" : change;
  const data = { id, provider, accountName, status, change };
  return outboxWrite({
    tenant,
    user,
    key: `connection#${id}#${version}#${change}`,
    type: "connection.changed",
    data,
  });
}
