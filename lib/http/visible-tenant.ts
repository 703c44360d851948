// Which tenants an administrator sees: their own, or all for one of the stage, who may name one.
import { Problem } from "../errors.ts";
import { nameOwnersBy, readEntryName } from "../store/owner.ts";
import type { User } from "./caller.ts";

/** The tenant whose data an administrator may see; undefined for an administrator of the stage, who sees all tenants. */
export const getVisibleTenant = ({ tenant, isStageAdmin }: User): string | undefined =>
  isStageAdmin ? undefined : tenant;

/**
 * The tenant that a request is about, as stored rows have it; undefined for all.
 * @param named as in the claim of the tokens of the administrator's own issuer
 * @throws Problem not_found for another tenant than the administrator's
 */
export function chooseVisibleTenant(admin: User, named: string | undefined): string | undefined {
  const own = getVisibleTenant(admin);
  if (named === undefined) return own;
  const tenant = nameOwnersBy(readEntryName(admin.tenant)).toCompany(named);
  if (own !== undefined && tenant !== own) throw new Problem("not_found");
  return tenant;
}
