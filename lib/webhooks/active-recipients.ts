import { mapInBatches } from "../concurrency.ts";
import type { Connection } from "../store/connection.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { EventContext } from "./webhook-source.ts";

/** Reads under way at a time: half of the sockets that the store's client has. */
const maxConcurrentReads = 25;

/** The connections an event is for, as they stand now; only active ones. @throws DeliveryError `ignored` when there is none */
export async function activeRecipients(context: EventContext): Promise<Connection[]> {
  const found = await mapInBatches(context.recipients, maxConcurrentReads, (recipient) =>
    context.readConnection(recipient),
  );
  const readers = found.filter((connection): connection is Connection => connection?.status === "active");
  if (readers.length === 0) throw new DeliveryError("ignored", "not_connected");
  return readers;
}
