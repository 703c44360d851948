// Names deletions, and the users in audit rows that stay, by keyed hashes. The key is random, sealed under the stage's KMS key and
// known to nobody: whoever reads the tables cannot try names out.
import { createHmac, randomBytes } from "node:crypto";
import { createDeletionKey, readDeletionKey } from "../store/deletion-key.ts";
import { readNamedTenant } from "../store/named-tenant.ts";
import type { Owner } from "../store/owner.ts";
import type { SealContext, Vault } from "../vault/seal.ts";

/** Of the stage, so its seal names no owner. */
export const deletionKeyContext: SealContext = {
  purpose: "deletion",
  tenant: "-",
  user: "-",
  provider: "stage",
  connection: "-",
  field: "key",
};

/** Hashes a list of texts; different lists never give the same text to hash. */
export type SubjectHash = (...parts: readonly string[]) => string;

const createHash =
  (secret: Uint8Array): SubjectHash =>
  (...parts) =>
    createHmac("sha256", secret)
      .update(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(""))
      .digest("base64url")
      .slice(0, 32);

/** @returns undefined where nothing was ever deleted */
export async function readSubjectHash(vault: Vault): Promise<SubjectHash | undefined> {
  const sealed = await readDeletionKey();
  return sealed && createHash(await vault.unsealBytes(sealed, deletionKeyContext));
}

/** The same; makes the key if there is none. */
export async function ensureSubjectHash(vault: Vault): Promise<SubjectHash> {
  const found = await readSubjectHash(vault);
  if (found !== undefined) return found;
  const secret = randomBytes(32);
  if (await createDeletionKey(await vault.seal(secret, deletionKeyContext))) return createHash(secret);
  return ensureSubjectHash(vault);
}

export const hashUser = (hash: SubjectHash, { tenant, user }: Owner): string => hash("user", tenant, user);
export const hashTenant = (hash: SubjectHash, tenant: string): string => hash("tenant", tenant);

const pseudonymPrefix = "deleted-";

/**
 * As the audit names the subject of a deletion from the request on. A user without a company has a tenant of their own name, so that is
 * replaced too.
 */
export function toAuditName(hash: SubjectHash, deletion: string, about: Owner): Owner {
  const user = toPseudonym(hash, deletion, about);
  return { tenant: readNamedTenant(about) === undefined ? user : about.tenant, user };
}

/** Stands for a user in audit rows. Another deletion of the same user gives another one. */
export const toPseudonym = (hash: SubjectHash, deletion: string, { tenant, user }: Owner): string =>
  `${pseudonymPrefix}${hash("audit", deletion, tenant, user)}`;
