// Whose data a deletion is about.
import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import type { DeletionSubject } from "../store/deletions.ts";
import { type NamedTenant, readNamedTenant, toStoredTenant } from "../store/named-tenant.ts";
import { fitsKeys, isSameOwner, type Owner, readEntryName, tenantOwner } from "../store/owner.ts";

/** A user without a company is a tenant of their own, so what belongs to that tenant goes too. */
export const toUserSubject = (owner: Owner): DeletionSubject => ({
  tenants: readNamedTenant(owner) === undefined ? [owner.tenant] : [],
  owner,
});

/** A company, with what it owns itself. */
export const toTenantSubject = (tenant: NamedTenant): DeletionSubject => ({
  tenants: [toStoredTenant(tenant), tenantOwner(tenant.id, tenant.entry).tenant],
});

export const includesTenant = ({ tenants }: DeletionSubject, tenant: string | undefined): boolean =>
  tenant !== undefined && tenants.includes(tenant);

export function includesOwner(subject: DeletionSubject, { tenant, user }: Partial<Owner>): boolean {
  if (tenant === undefined || user === undefined) return false;
  if (includesTenant(subject, tenant)) return true;
  return subject.owner !== undefined && isSameOwner(subject.owner, { tenant, user });
}

/** Every tenant that rows of the subject may name: its own, and for a user the company's and what the company owns itself. */
export function listTenants({ tenants, owner }: DeletionSubject): string[] {
  const company = owner && readNamedTenant(owner);
  const own = company === undefined ? [] : [tenantOwner(company.id, company.entry).tenant];
  return [...new Set([...tenants, ...(owner === undefined ? [] : [owner.tenant]), ...own])];
}

/**
 * The company that an administrator of the stage names, among those of their own issuer.
 * @throws Problem forbidden for other administrators; invalid_request for a name that no token can have
 */
export function resolveTenant(admin: User, name: string): NamedTenant {
  if (!admin.isStageAdmin)
    throw new Problem("forbidden", { detail: "Only an administrator of the stage deletes tenants." });
  const tenant = { id: name, entry: readEntryName(admin.tenant) };
  if (fitsKeys({ tenant: toStoredTenant(tenant), user: name })) return tenant;
  throw new Problem("invalid_request", { detail: "id: is too long, or is not text.", members: { field: "id" } });
}

/** Whom a deletion is about: its user, or its tenant with its own name as its user. */
export function getAbout({ tenants: [tenant = "-"], owner }: DeletionSubject): Owner {
  return owner ?? { tenant, user: readNamedTenant({ tenant })?.id ?? tenant };
}
