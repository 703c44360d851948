import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { Connection } from "./connection.ts";
import { outboxWrite } from "./outbox.ts";

export type ConnectionChange = "connected" | "reconnect_needed" | "disconnected" | "revoked";

/** Tells a connection's user what has become of it, in the transaction that makes it so. */
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
