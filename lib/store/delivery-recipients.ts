// Who received a delivery, in its row of the log: by hashes, so that the payload is found when a user's data is deleted.
import { createHash } from "node:crypto";
import type { Owner } from "./owner.ts";

/** A delivery for more is not worth a longer row: it counts for every user of its tenants. */
const maxRecipients = 25;

export const hashRecipient = ({ tenant, user }: Owner): string =>
  createHash("sha256")
    .update(`${Buffer.byteLength(tenant)}:${tenant}${user}`)
    .digest("base64url")
    .slice(0, 16);

/** @returns undefined for very many */
export function hashRecipients(recipients: readonly Owner[]): string[] | undefined {
  const hashes = [...new Set(recipients.map(hashRecipient))];
  return hashes.length > maxRecipients ? undefined : hashes;
}
