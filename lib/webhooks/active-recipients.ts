import { mapInBatches } from "../concurrency.ts";
import type { Connection } from "../store/connection.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { EventContext } from "./webhook-source.ts";

/** Half of the sockets that the store's client has. */
const maxConcurrentReads = 25;

/** Reads the active connections that an event is for. @throws DeliveryError `ignored` when there is none */
export async function activeRecipients(context: EventContext): Promise<Connection[]> {
  const found = await mapInBatches(context.recipients, maxConcurrentReads, (recipient) =>
    context.readConnection(recipient),
  );
  const active = found.filter((connection): connection is Connection => connection?.status === "active");
  if (active.length === 0) throw new DeliveryError("ignored", "not_connected");
  return active;
}
