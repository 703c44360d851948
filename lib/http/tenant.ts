// Which tenant a caller acts for, by the claims of the verified token and the tenant that the request names.
import { Problem } from "../errors.ts";
import type { OwnerNames } from "../store/owner.ts";

interface TenantChoice {
  /** The tenant claim as the token has it; undefined where it has none. */
  readonly claim: unknown;
  readonly subject: string;
  /** The tenant that the request names. */
  readonly requested: string | undefined;
}

/**
 * Returns the caller's tenant as stored rows have it: the claim's, or the user's own for a token without a tenant. A list of tenants
 * leaves the choice to the request.
 * @throws Problem unauthenticated for a claim that is no name and no list of names; invalid_request where several tenants leave
 *   the choice open; forbidden for a tenant that is not the caller's
 */
export function resolveTenant({ claim, subject, requested }: TenantChoice, names: OwnerNames): string {
  const tenants = readTenants(claim);
  if (requested === undefined) {
    if (tenants.size > 1) throw invalidChoice("X-Tenant-Id: name one of your tenants; your token has several.");
    const [only] = tenants;
    return only === undefined ? names.toPersonalTenant(subject) : names.toCompany(only);
  }
  if (tenants.has(requested)) return names.toCompany(requested);
  // The gateway joins the values of a repeated header with a comma.
  if (requested.includes(",")) throw invalidChoice("X-Tenant-Id: must name one tenant.");
  throw new Problem("forbidden", { detail: "X-Tenant-Id: this is not one of your tenants." });
}

/** For a verified token whose user or tenant cannot be used: signing in again does not help, the issuer's settings do. */
export const unreadableIdentity = () =>
  new Problem("unauthenticated", {
    detail: "The user or tenant in your token cannot be read. Tell your administrator.",
  });

const invalidChoice = (detail: string) => new Problem("invalid_request", { detail, members: { field: "X-Tenant-Id" } });

/** No right follows from a claim that cannot be read: only a token without the claim has no tenant. */
function readTenants(claim: unknown): ReadonlySet<string> {
  if (claim === undefined) return new Set();
  const tenants: unknown[] = Array.isArray(claim) ? claim : [claim];
  if (tenants.length === 0 || !tenants.every(isName)) throw unreadableIdentity();
  return new Set(tenants);
}

const isName = (value: unknown): value is string => typeof value === "string" && value !== "";
