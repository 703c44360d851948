import type { Connection } from "../store/connection.ts";

/** Two Lambdas' clocks, and the seconds of a callback. */
const clockToleranceMs = 60_000;

/**
 * Whether an event arrived before a connection was made: whoever was deleted and comes back gets nothing from before.
 * @param receivedAt epoch milliseconds
 */
export const hasArrivedBefore = ({ connectedAt }: Pick<Connection, "connectedAt">, receivedAt: number): boolean =>
  receivedAt + clockToleranceMs < connectedAt * 1000;
