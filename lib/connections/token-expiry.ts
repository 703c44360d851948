import type { TokenSet } from "../store/connection.ts";

const maxMarginSeconds = 5 * 60;

/**
 * Whether an access token should be refreshed: five minutes or a tenth of its lifetime is left, whichever is shorter, so that
 * short-lived tokens are not refreshed all the time. Tokens that do not expire never are.
 * @param now epoch seconds
 */
export function needsRefresh({ issuedAt, expiresAt }: TokenSet, now: number): boolean {
  if (expiresAt === undefined) return false;
  return expiresAt - now <= Math.min(maxMarginSeconds, (expiresAt - issuedAt) / 10);
}

export function isExpired({ expiresAt }: TokenSet, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}
