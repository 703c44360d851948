import { type Connection, isRenewable } from "../store/connection.ts";
import { type ShownStatus, toShownStatus } from "../store/shown-status.ts";
import { isExpired } from "./token-expiry.ts";

/**
 * The status to show. A connection whose token has expired and cannot be refreshed is `expired` before anybody has used it and
 * found out.
 * @param now epoch seconds
 */
export function describeStatus(connection: Connection, now: number): ShownStatus {
  const { status, tokens } = connection;
  const isLost = Object.values(tokens).some((set) => isExpired(set, now) && !isRenewable(connection, set));
  return status === "active" && isLost ? "expired" : toShownStatus(status);
}

/** Whether a connection is usable now, or after a refresh. @param now epoch seconds */
export const isConnected = (connection: Connection, now: number = Date.now() / 1000): boolean =>
  describeStatus(connection, now) === "connected";
