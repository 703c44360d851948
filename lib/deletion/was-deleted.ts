// Whether somebody's data was deleted here, for what would bring it back.
import { readDeletion } from "../store/deletions.ts";
import type { Owner } from "../store/owner.ts";
import type { Vault } from "../vault/seal.ts";
import { hashTenant, hashUser, readSubjectHash, type SubjectHash } from "./subject-hash.ts";

/** Reads the key of the markers once it is there. @returns whether a user, or the user's tenant, was deleted or is being deleted */
export function createDeletionCheck(vault: Vault): (owner: Owner) => Promise<boolean> {
  let known: SubjectHash | undefined;
  return async (owner) => {
    known ??= await readSubjectHash(vault);
    if (known === undefined) return false;
    const ids = [hashUser(known, owner), hashTenant(known, owner.tenant)];
    const found = await Promise.all(ids.map(readDeletion));
    return found.some((deletion) => deletion !== undefined);
  };
}
