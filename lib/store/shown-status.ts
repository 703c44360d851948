import type { Connection } from "./connection.ts";

/** What lists and live frames call a connection's status; rows, the audit log and metrics keep the stored words. */
export const shownStatuses = ["connected", "expired", "disconnected", "pending"] as const;
export type ShownStatus = (typeof shownStatuses)[number];

const shownStatusByStored: Readonly<Record<Connection["status"], ShownStatus>> = {
  active: "connected",
  reconnect_needed: "expired",
  revoked: "disconnected",
  pending: "pending",
};

export const toShownStatus = (stored: Connection["status"]): ShownStatus => shownStatusByStored[stored];

/** The same for a status out of a stored frame, which can be of another release: an unknown word stays as it is. */
export const toShownWord = (stored: unknown): unknown =>
  typeof stored === "string" && Object.hasOwn(shownStatusByStored, stored)
    ? shownStatusByStored[stored as Connection["status"]]
    : stored;
