import { Problem } from "../errors.ts";
import type { Origin } from "../http/endpoint.ts";
import { requireProvider, type UserOrService } from "../http/service-endpoint.ts";
import { toOwner } from "../store/named-tenant.ts";
import { fitsKeys, type Owner, readTokenSubject } from "../store/owner.ts";

/** Whose account a flow connects. */
interface Wanted {
  readonly provider: string;
  readonly userId: string | undefined;
}

/**
 * The owner of the connection that a flow is to make: a user for themselves, or the user whom a service names.
 * @throws Problem invalid_request; forbidden for another user, and for a provider that is not the service's
 */
export async function readFlowOwner(
  { user, service }: UserOrService,
  { provider, userId }: Wanted,
  origin: Origin,
): Promise<Owner> {
  if (service === undefined) {
    if (userId !== undefined && userId !== readTokenSubject(user)) throw refuseUser("forbidden", "is not you");
    return user;
  }
  if (userId === undefined) throw refuseUser("invalid_request", "is missing");
  // The tenant has no browser: nobody could confirm.
  if (userId === service.tenant.id) throw refuseUser("invalid_request", "must be a user, not the tenant");
  const owner = toOwner(service.tenant, userId);
  if (!fitsKeys(owner)) throw refuseUser("invalid_request", "cannot be a user");
  await requireProvider(service, { ...owner, provider }, origin);
  return owner;
}

const refuseUser = (code: "forbidden" | "invalid_request", why: string) =>
  new Problem(code, { detail: `userId: ${why}`, members: { field: "userId" } });
