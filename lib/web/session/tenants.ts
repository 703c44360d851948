// The tenants of a user whose token lists several: each request names the one that it is for.
import { decodeClaims } from "./decode-claims.ts";

const key = "patchbay.tenant";

/**
 * Reads the tenants that the user has to choose from.
 * @param claim the name of the token's tenant claim
 * @returns none unless there are several
 */
export function readTenants(accessToken: string, claim: string): readonly string[] {
  const found = decodeClaims(accessToken)[claim];
  const names = Array.isArray(found) && found.every(isName) ? [...new Set(found)] : [];
  return names.length > 1 ? names : [];
}

const isName = (value: unknown): value is string => typeof value === "string" && value !== "";

/**
 * Whether a header can carry the tenant's name: visible ASCII, with spaces only inside (RFC 9110 section 5.5). Browsers refuse
 * most other characters, and what arrives of the rest depends on who passes it on.
 */
export const fitsHeader = (tenant: string) => /^[!-~]([ -~]*[!-~])?$/.test(tenant);

/**
 * Opens the tenant that was chosen last, in this tab or else in this browser, if it is still among `tenants`; by default their
 * first. The tab keeps it: it has to be the same after a redirect, whatever another tab chooses meanwhile.
 * @returns empty where there is nothing to choose from
 */
export function openTenant(tenants: readonly string[]): string {
  const usable = tenants.filter(fitsHeader);
  const remembered = [sessionStorage.getItem(key), localStorage.getItem(key)];
  const tenant = remembered.find((name) => name !== null && usable.includes(name)) ?? usable[0] ?? "";
  sessionStorage.setItem(key, tenant);
  return tenant;
}

export function saveTenant(tenant: string): void {
  sessionStorage.setItem(key, tenant);
  localStorage.setItem(key, tenant);
}

/** Reads the tenant that this tab has open; empty where the token leaves no choice. */
export const loadTenant = (): string => sessionStorage.getItem(key) ?? "";
