import { mapInBatches } from "../concurrency.ts";
import type { Connection } from "../store/connection.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { EventContext } from "./reading.ts";

/** Reads under way at a time: half of the sockets that the store's client has. */
const atOnce = 25;

/** The connections an event is for, as they stand now; only active ones. @throws DeliveryError `ignored` when there is none */
export async function readersOf(context: EventContext): Promise<Connection[]> {
  const found = await mapInBatches(context.routed, atOnce, (routed) => context.connection(routed));
  const readers = found.filter((connection): connection is Connection => connection?.status === "active");
  if (readers.length === 0) throw new DeliveryError("ignored", "not_connected");
  return readers;
}
