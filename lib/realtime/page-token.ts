// Page tokens of the activity list: the number where the next page starts, with a checksum that is bound to the user.
import { createHash } from "node:crypto";
import type { Owner } from "../store/owner.ts";

/** A checksum, not a signature: a forged token still reads only the user's own rows. */
const computeChecksum = ({ tenant, user }: Owner, seq: number) =>
  createHash("sha256")
    .update(JSON.stringify(["activity", tenant, user, seq]))
    .digest("base64url")
    .slice(0, 16);

export const createPageToken = (owner: Owner, seq: number): string => `${seq}.${computeChecksum(owner, seq)}`;

/** @returns the number in the token, or undefined for a token that was not made for this user */
export function readPageToken(owner: Owner, token: string): number | undefined {
  const seq = Number(/^[1-9]\d{0,14}(?=\.)/.exec(token)?.[0]);
  return seq > 0 && token === createPageToken(owner, seq) ? seq : undefined;
}
