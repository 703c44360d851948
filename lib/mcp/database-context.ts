// Whose rows a caller's questions may see.
import { Problem } from "../errors.ts";
import { readNamedTenant } from "../store/named-tenant.ts";
import { type Owner, readEntryName } from "../store/owner.ts";
import type { DatabaseContext } from "./database/port.ts";

/**
 * The caller as the database knows them: by the claim of the tenant, and the user of the stage's first issuer.
 * @throws Problem forbidden for users of another issuer: their names may equal those of strangers in the database
 */
export function toDatabaseContext(owner: Owner): DatabaseContext {
  if (readEntryName(owner.tenant) !== undefined)
    throw new Problem("forbidden", { detail: "The database does not know the users of your sign-in." });
  return { tenant: readNamedTenant(owner)?.id, user: owner.user };
}
