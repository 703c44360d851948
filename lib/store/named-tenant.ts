// A tenant as requests name it: by the claim of its users' tokens.
import { nameOwnersBy, type Owner, tenantOwner } from "./owner.ts";

export interface NamedTenant {
  /** The claim. */
  readonly id: string;
  /** The name of the issuer that it is a claim of; undefined for the first issuer's. */
  readonly entry: string | undefined;
}

/** The tenant as stored rows have it. */
export const toStoredTenant = ({ id, entry }: NamedTenant): string => nameOwnersBy(entry).toCompany(id);

/** A user of the tenant as the owner of rows. @param user as their token names them */
export const toOwner = (tenant: NamedTenant, user: string): Owner => ({
  tenant: toStoredTenant(tenant),
  user: nameOwnersBy(tenant.entry).toUser(user),
});

/** The tenant of a user by its name; undefined for one that is a single user's own. */
export function readNamedTenant({ tenant }: Pick<Owner, "tenant">): NamedTenant | undefined {
  const [, entry, id] = /^c(?:@([a-z0-9]+))?#(.+)$/s.exec(tenant) ?? [];
  return id === undefined ? undefined : { id, entry };
}

/** The tenants under which a tenant's rows are: that of its users, and its own, which has connections by client credentials. */
export function listRowTenants(tenant: string): readonly string[] {
  const named = readNamedTenant({ tenant });
  return named === undefined ? [tenant] : [tenant, tenantOwner(named.id, named.entry).tenant];
}
