import type { Provider, TokenResponse } from "./definition.ts";

/**
 * The scopes to request: those that the caller names (aliases translated) with the essential ones, or the provider's defaults.
 * @param isRenewal for reconnecting: the named scopes are added to the defaults, so that the connection loses none
 */
export function resolveRequestedScopes(provider: Provider, asked: readonly string[] = [], isRenewal = false): string[] {
  const aliases = new Map(Object.entries(provider.scopeAliases ?? {}));
  const translated = asked.flatMap((scope) => aliases.get(scope) ?? [scope]);
  const usual = asked.length === 0 || isRenewal ? provider.scopes : (provider.essentialScopes ?? []);
  return [...new Set([...usual, ...translated])].filter((scope) => !isUserScope(provider, scope));
}

/** The person's scopes are always requested, in `user_scope`. */
const isUserScope = ({ scopes, userScopes }: Provider, scope: string): boolean =>
  userScopes?.includes(scope) === true && !scopes.includes(scope);

export interface GrantedScopes {
  readonly scopes: string[];
  readonly missingScopes: string[];
}

/**
 * The scopes that were granted: people can deselect some, so the token response decides. A response without scopes grants all
 * that were requested (RFC 6749 section 5.1).
 */
export function resolveGrantedScopes(
  requested: readonly string[],
  answers: readonly TokenResponse[],
  covers: Provider["coversScope"] = (granted, scope) => granted.includes(scope),
): GrantedScopes {
  const named = answers.flatMap(({ scope }) => (scope ? [scope] : []));
  if (named.length === 0) return { scopes: [...requested], missingScopes: [] };
  const scopes = [...new Set(named.flatMap((scope) => scope.split(/[\s,]/)).filter(Boolean))];
  return { scopes, missingScopes: requested.filter((scope) => !covers(scopes, scope)) };
}
