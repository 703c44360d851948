import type { AdminClaim } from "../config.ts";
import { decodeClaims } from "./decode-claims.ts";

export type AdminRank = "stage" | "tenant" | "none";

/**
 * What an access token says that its user is. It decides only what the page offers: the API judges each call.
 * @param claims those of the stage
 */
export function readAdminRank(accessToken: string, claims: readonly AdminClaim[]): AdminRank {
  const found = decodeClaims(accessToken);
  const held = claims.filter(({ claim, value }) => {
    const has = found[claim];
    return Array.isArray(has) ? has.includes(value) : has === value;
  });
  if (held.some(({ isOfStage }) => isOfStage)) return "stage";
  return held.length > 0 ? "tenant" : "none";
}
