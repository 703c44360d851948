// What must hold for a token's claims besides its signature, issuer and audience. The authorizer's results are kept for a minute,
// so endpoints check it again.
import { serviceScope } from "../service-entry.ts";
import { type ClaimRules, readClaim } from "./entries.ts";

/** Clock skew in seconds. */
export const clockSkewSeconds = 60;

/**
 * Whether a token is of the kind that its entry takes, and was issued recently enough for it.
 * @param now epoch seconds
 */
export const fitsClaimRules = (payload: unknown, rules: ClaimRules, now: number): boolean =>
  Object.entries(rules.requiredClaims).every(([name, value]) => readClaim(payload, name) === value) &&
  isYoungEnough(readClaim(payload, "iat"), rules.maxAgeSeconds, now);

function isYoungEnough(issuedAt: unknown, maxAgeSeconds: number | undefined, now: number): boolean {
  if (maxAgeSeconds === undefined) return true;
  if (typeof issuedAt !== "number") return false;
  return issuedAt <= now + clockSkewSeconds && issuedAt + maxAgeSeconds + clockSkewSeconds >= now;
}

/**
 * Whether a token is a service's. Issuers write scopes as one string (RFC 9068 section 2.2.3) or as a list, under `scope` or `scp`.
 */
export const hasServiceScope = (payload: unknown): boolean =>
  ["scope", "scp"].some((name) => listScopes(readClaim(payload, name)).includes(serviceScope));

const listScopes = (claim: unknown): readonly unknown[] =>
  typeof claim === "string" ? claim.split(" ") : [claim].flat();
