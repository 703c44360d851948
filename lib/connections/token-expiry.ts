import type { TokenSet } from "../store/connection.ts";

const maxMarginSeconds = 5 * 60;

/**
 * Whether an access token is so near its end that it should be renewed: less than five minutes or a tenth of its lifetime left,
 * whichever is shorter, so that short-lived tokens are not renewed all the time. Tokens without an end never are.
 */
export function needsRefresh({ issuedAt, expiresAt }: TokenSet, now: number): boolean {
  if (expiresAt === undefined) return false;
  return expiresAt - now <= Math.min(maxMarginSeconds, (expiresAt - issuedAt) / 10);
}

export function isExpired({ expiresAt }: TokenSet, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}
