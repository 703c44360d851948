import type { Provider, TokenAnswer } from "./definition.ts";

/**
 * Scopes to ask for: those named by the caller, old names translated, or the provider's defaults.
 * @param isRenewal of a connection that is there: what is named comes on top of the defaults, for it should lose none of them
 */
export function resolveRequestedScopes(provider: Provider, asked: readonly string[] = [], isRenewal = false): string[] {
  const aliases = new Map(Object.entries(provider.scopeAliases ?? {}));
  const translated = asked.flatMap((scope) => aliases.get(scope) ?? [scope]);
  const usual = asked.length === 0 || isRenewal ? provider.scopes : (provider.essentialScopes ?? []);
  return [...new Set([...usual, ...translated])].filter((scope) => !isUserScope(provider, scope));
}

/** Those of the person are always asked for, and in a parameter of their own. */
const isUserScope = ({ scopes, userScopes = [] }: Provider, scope: string): boolean =>
  userScopes.includes(scope) && !scopes.includes(scope);

export interface GrantedScopes {
  readonly scopes: string[];
  readonly missingScopes: string[];
}

/** People can untick scopes: what counts is the answer. A provider that names none granted what was asked (RFC 6749 section 5.1). */
export function resolveGrantedScopes(requested: readonly string[], answers: readonly TokenAnswer[]): GrantedScopes {
  const named = answers.map((answer) => answer.scope).filter((scope) => scope !== undefined && scope !== "");
  if (named.length === 0) return { scopes: [...requested], missingScopes: [] };
  const scopes = [...new Set(named.flatMap((scope) => scope?.split(/[\s,]+/) ?? []).filter(Boolean))];
  return { scopes, missingScopes: requested.filter((scope) => !scopes.includes(scope)) };
}
