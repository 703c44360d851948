import type { Provider, TokenAnswer } from "./definition.ts";

/** Scopes to ask for: those named by the caller, old names translated, or the provider's defaults. */
export function requestedScopes(provider: Provider, asked: readonly string[] = []): string[] {
  if (asked.length === 0) return [...provider.scopes];
  const aliases = new Map(Object.entries(provider.scopeAliases ?? {}));
  const translated = asked.flatMap((scope) => aliases.get(scope) ?? [scope]);
  return [...new Set([...(provider.essentialScopes ?? []), ...translated])];
}

export interface GrantedScopes {
  readonly scopes: string[];
  readonly missingScopes: string[];
}

/** People can untick scopes: what counts is the answer. A provider that names none granted what was asked (RFC 6749 section 5.1). */
export function grantedScopes(requested: readonly string[], answers: readonly TokenAnswer[]): GrantedScopes {
  const named = answers.map((answer) => answer.scope).filter((scope) => scope !== undefined && scope !== "");
  if (named.length === 0) return { scopes: [...requested], missingScopes: [] };
  const scopes = [...new Set(named.flatMap((scope) => scope?.split(/[\s,]+/) ?? []).filter(Boolean))];
  return { scopes, missingScopes: requested.filter((scope) => !scopes.includes(scope)) };
}
