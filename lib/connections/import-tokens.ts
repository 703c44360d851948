// The times and scopes of tokens that another system has kept.
import type { Provider, TokenResponse } from "../oauth/definition.ts";
import type { OldConnection } from "./old-connection.ts";

/** When the tokens of a row were issued, as far as it says. @param now epoch seconds */
export const readIssueTime = ({ updatedAt, connectedAt }: OldConnection, now: number): number =>
  Math.min(updatedAt ?? connectedAt ?? now, now);

/**
 * When the access token ends. Where the row does not say: by the provider's usual lifetime, or, if it can be renewed and its age is not
 * known, at once, so that the first use renews it. Undefined for one that lasts until it is revoked.
 */
export function resolveExpiry(provider: Provider, old: OldConnection, now: number): number | undefined {
  if (old.expiresAt !== undefined) return old.expiresAt;
  const isAgeKnown = old.updatedAt !== undefined;
  if (old.refreshToken !== undefined && !isAgeKnown) return now;
  if (provider.assumedLifetime === undefined) return old.refreshToken === undefined ? undefined : now;
  return readIssueTime(old, now) + provider.assumedLifetime;
}

/** The token response that the tokens would have come with. */
export function buildImportedAnswer(
  provider: Provider,
  old: OldConnection,
  issuedAt: number,
  now: number,
): TokenResponse {
  const expiresAt = resolveExpiry(provider, old, now);
  return {
    access_token: old.accessToken,
    ...(old.refreshToken === undefined ? {} : { refresh_token: old.refreshToken }),
    ...(expiresAt === undefined ? {} : { expires_in: expiresAt - issuedAt }),
  };
}

/** Today's names of scopes that a provider has renamed. */
export function translateScopes({ scopeAliases = {} }: Provider, scopes: readonly string[]): string[] {
  const aliases = new Map(Object.entries(scopeAliases));
  return scopes.flatMap((scope) => aliases.get(scope) ?? [scope]);
}
