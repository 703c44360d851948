// Seals the tokens of a token response for the store, and unseals them.
import type { TokenResponse } from "../oauth/definition.ts";
import type { Connection, TokenSet, TokenSetName } from "../store/connection.ts";
import type { SealContext, Vault } from "../vault/seal.ts";

type TokenOwner = Pick<Connection, "tenant" | "user" | "provider" | "id">;
type TokenPurpose = "connection" | "pending";
type TokenKind = "access" | "refresh";

export function tokenSealContext(owner: TokenOwner, purpose: TokenPurpose, set: string, kind: TokenKind): SealContext {
  const { tenant, user, provider, id } = owner;
  return { purpose, tenant, user, provider, connection: id, field: `${set}.${kind}` };
}

/**
 * Seals the tokens of one response. Without a new refresh token the previous one is kept (RFC 6749 section 6).
 * @param options `now` in epoch seconds, `kept` the previous token set
 */
export async function sealTokens(
  vault: Vault,
  owner: TokenOwner,
  answer: TokenResponse,
  options: { set: string; purpose: TokenPurpose; now: number; assumedLifetime?: number | undefined; kept?: TokenSet },
): Promise<TokenSet> {
  const { set, purpose, now, kept } = options;
  const lifetime = answer.expires_in ?? options.assumedLifetime;
  const refresh =
    answer.refresh_token === undefined
      ? kept?.refresh
      : await vault.seal(answer.refresh_token, tokenSealContext(owner, purpose, set, "refresh"));
  return {
    access: await vault.seal(answer.access_token, tokenSealContext(owner, purpose, set, "access")),
    issuedAt: now,
    ...(lifetime === undefined ? {} : { expiresAt: now + lifetime }),
    ...(refresh === undefined ? {} : { refresh }),
  };
}

/** Seals every token set of the first token response. */
export async function sealTokenSets(
  vault: Vault,
  owner: TokenOwner,
  sets: Readonly<Partial<Record<TokenSetName, TokenResponse>>>,
  options: { purpose: TokenPurpose; now: number; assumedLifetime: number | undefined },
): Promise<Record<string, TokenSet>> {
  const sealed = Object.entries(sets).map(async ([set, answer]) => {
    return [set, await sealTokens(vault, owner, answer, { ...options, set })] as const;
  });
  return Object.fromEntries(await Promise.all(sealed));
}

/** Names one token of a connection. */
interface TokenName {
  /** As it is stored, see `TokenSetName`. */
  readonly set: string;
  readonly kind: TokenKind;
  /** What it is sealed for. Default: `connection`. */
  readonly purpose?: TokenPurpose;
}

/** Unseals one token. @throws Problem internal when the seal does not match; provider_unavailable while KMS does not answer */
export function openToken(vault: Vault, owner: Connection, { set, kind, purpose = "connection" }: TokenName) {
  const sealed = owner.tokens[set]?.[kind];
  return sealed && vault.unseal(sealed, tokenSealContext(owner, purpose, set, kind));
}

/** Unseals every token under one purpose and seals it under another. */
export async function resealTokens(vault: Vault, owner: Connection, from: TokenPurpose, to: TokenPurpose) {
  const move = async (set: string, kind: TokenKind) => {
    const token = await openToken(vault, owner, { set, kind, purpose: from });
    return token === undefined ? {} : { [kind]: await vault.seal(token, tokenSealContext(owner, to, set, kind)) };
  };
  const moved = Object.entries(owner.tokens).map(async ([set, tokens]) => {
    return [set, { ...tokens, ...(await move(set, "access")), ...(await move(set, "refresh")) }] as const;
  });
  return Object.fromEntries(await Promise.all(moved));
}
