// Revoking tokens at a provider.
import * as oauth from "oauth4webapi";
import * as z from "zod";
import { findProviderError, ProviderError } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { type ClientCredentials, createProviderFetch, toAuthorizationServer } from "./client.ts";
import { createClientAuth } from "./client-auth.ts";
import type { Provider, TokenResponse } from "./definition.ts";
import { redeemRefreshToken } from "./token-endpoint.ts";

export interface TokensToRevoke {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly isExpired: boolean;
  /** Stores what a refresh returned: the old refresh token may be used up, and revoking may have to be tried again. */
  readonly keepRenewed?: (answer: TokenResponse) => Promise<void>;
}

/**
 * Revokes with the provider's own hook, or by RFC 7009 with the refresh token. Does nothing when the provider has neither.
 * @throws ProviderError when it must be tried again
 */
export async function revokeTokens(
  provider: Provider,
  client: ClientCredentials,
  tokens: TokensToRevoke,
  fetch: typeof globalThis.fetch,
): Promise<void> {
  const fetchFromProvider = createProviderFetch(provider, fetch);
  if (provider.revoke === undefined) return revokeByRfc7009(provider, client, tokens, fetchFromProvider);
  const usable = await refreshIfExpired(provider, client, tokens, fetch);
  if (usable === undefined) return;
  const call = { endpoints: provider.endpoints, ...client, fetch: fetchFromProvider };
  if ((await provider.revoke({ ...call, ...usable })) === "revoked") return;
  // The access token is dead, as after a refresh by another Lambda, and the grant may live on in the refresh token.
  if (usable.refreshToken === undefined) return;
  const renewed = await refreshIfExpired(provider, client, { ...usable, isExpired: true }, fetch);
  if (renewed !== undefined) await provider.revoke({ ...call, ...renewed });
}

/**
 * Refreshes an expired access token. Where only access tokens can be revoked, an expired one would leave its refresh token valid.
 * @returns tokens that can be used; undefined when the grant no longer exists
 * @throws ProviderError
 */
export async function refreshIfExpired(
  provider: Provider,
  client: ClientCredentials,
  tokens: TokensToRevoke,
  fetch: typeof globalThis.fetch,
): Promise<TokensToRevoke | undefined> {
  const { refreshToken, isExpired } = tokens;
  if (!isExpired || refreshToken === undefined) return tokens;
  try {
    const answer = await redeemRefreshToken(provider, client, refreshToken, fetch);
    await tokens.keepRenewed?.(answer);
    const renewed = { accessToken: answer.access_token, refreshToken: answer.refresh_token ?? refreshToken };
    return { ...tokens, ...renewed, isExpired: false };
  } catch (error) {
    if (findProviderError(error)?.kind === "reconnect") return undefined;
    throw error;
  }
}

const errorSchema = () => z.object({ error: z.string() });

async function revokeByRfc7009(
  provider: Provider,
  client: ClientCredentials,
  { accessToken, refreshToken }: TokensToRevoke,
  fetchFromProvider: ReturnType<typeof createProviderFetch>,
): Promise<void> {
  if (provider.endpoints.revoke === undefined) return;
  const response = await oauth.revocationRequest(
    toAuthorizationServer(provider),
    { client_id: client.clientId },
    createClientAuth(provider, client.clientSecret),
    refreshToken ?? accessToken,
    {
      [oauth.customFetch]: (url: string, init: oauth.CustomFetchOptions<"POST", URLSearchParams>) =>
        fetchFromProvider(url, { method: init.method, headers: init.headers, body: init.body }),
      // The stage configuration allows plain http for localhost only.
      [oauth.allowInsecureRequests]: true,
    },
  );
  if (response.ok) return;
  const { error } = errorSchema().safeParse(await response.json().catch(() => undefined)).data ?? {};
  log.warn("revocation refused", { provider: provider.id, status: response.status });
  // Google answers 400 invalid_token for a token that is already invalid; RFC 7009 section 2.2 requires 200.
  if (response.status !== 400 || error !== "invalid_token")
    throw new ProviderError({ kind: "transient", code: `http_${response.status}` });
}
