// Where the next page of a user's activities begins, in a word that fits nobody else's list.
import { createHash } from "node:crypto";
import type { Owner } from "../store/owner.ts";

/** A checksum, not a secret: whoever forges a token still reads their own rows only. */
const computeChecksum = ({ tenant, user }: Owner, seq: number) =>
  createHash("sha256")
    .update(JSON.stringify(["activity", tenant, user, seq]))
    .digest("base64url")
    .slice(0, 16);

export const createPageToken = (owner: Owner, seq: number): string => `${seq}.${computeChecksum(owner, seq)}`;

/** @returns the number in it, or undefined for a token that was not made for this user */
export function readPageToken(owner: Owner, token: string): number | undefined {
  const seq = Number(/^[1-9]\d{0,14}(?=\.)/.exec(token)?.[0]);
  return seq > 0 && token === createPageToken(owner, seq) ? seq : undefined;
}
