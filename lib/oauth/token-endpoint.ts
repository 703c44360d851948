// The requests to a token endpoint: with an authorization code, with a refresh token, and with the client's credentials alone.
import * as oauth from "oauth4webapi";
import { type FailureKind, findProviderError, ProviderError, type ProviderFailure } from "../http/provider-error.ts";
import { type ClientCredentials, createProviderFetch, toAuthorizationServer } from "./client.ts";
import { createClientAuth } from "./client-auth.ts";
import type { Provider, TokenResponse } from "./definition.ts";
import { standardizeTokenResponse } from "./token-response.ts";

export interface CodeExchange {
  readonly callback: URLSearchParams;
  readonly redirectUri: string;
  readonly codeVerifier: string | undefined;
}

/**
 * Redeems an authorization code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). Never retried: a code can be used once.
 * @param exchange `callback` as `oauth.validateAuthResponse` returned it
 * @throws ProviderError
 */
export async function exchangeCode(
  provider: Provider,
  client: ClientCredentials,
  { callback, redirectUri, codeVerifier }: CodeExchange,
  fetch: typeof globalThis.fetch,
): Promise<TokenResponse> {
  const server = toAuthorizationServer(provider);
  return withTokenErrors(provider, async () => {
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      { client_id: client.clientId },
      createClientAuth(provider, client.clientSecret),
      callback,
      redirectUri,
      codeVerifier ?? oauth.nopkce,
      { ...requestOptions(provider, fetch), additionalParameters: { ...provider.tokenParameters } },
    );
    const standard = await standardizeTokenResponse(provider, response);
    return oauth.processAuthorizationCodeResponse(server, { client_id: client.clientId }, standard);
  });
}

/** Redeems a refresh token (RFC 6749 section 6). @throws ProviderError */
export async function redeemRefreshToken(
  provider: Provider,
  client: ClientCredentials,
  refreshToken: string,
  fetch: typeof globalThis.fetch,
): Promise<TokenResponse> {
  const server = toAuthorizationServer(provider, provider.endpoints.refresh ?? provider.endpoints.token);
  return withTokenErrors(provider, async () => {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      { client_id: client.clientId },
      createClientAuth(provider, client.clientSecret),
      refreshToken,
      requestOptions(provider, fetch),
    );
    const standard = await standardizeTokenResponse(provider, response);
    return oauth.processRefreshTokenResponse(server, { client_id: client.clientId }, standard);
  });
}

/** Asks for a token for the client itself (RFC 6749 section 4.4). @throws ProviderError */
export async function requestClientToken(
  provider: Provider,
  client: ClientCredentials,
  scopes: readonly string[],
  fetch: typeof globalThis.fetch,
): Promise<TokenResponse> {
  const server = toAuthorizationServer(provider);
  return withTokenErrors(provider, async () => {
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      { client_id: client.clientId },
      createClientAuth(provider, client.clientSecret),
      scopes.length === 0 ? {} : { scope: scopes.join(provider.scopeSeparator) },
      requestOptions(provider, fetch),
    );
    const standard = await standardizeTokenResponse(provider, response);
    return oauth.processClientCredentialsResponse(server, { client_id: client.clientId }, standard);
  });
}

function requestOptions(provider: Provider, fetch: typeof globalThis.fetch) {
  const fetchFromProvider = createProviderFetch(provider, fetch);
  return {
    [oauth.customFetch]: (url: string, init: oauth.CustomFetchOptions<"POST", URLSearchParams>) =>
      fetchFromProvider(url, { method: init.method, headers: init.headers, body: init.body }),
    // The stage configuration allows plain http for localhost only.
    [oauth.allowInsecureRequests]: true,
  };
}

const standardErrors: Readonly<Record<string, FailureKind>> = {
  invalid_grant: "reconnect",
  invalid_client: "config",
  unauthorized_client: "config",
  unsupported_grant_type: "config",
  invalid_scope: "permanent",
  temporarily_unavailable: "transient",
  server_error: "transient",
};

async function withTokenErrors(provider: Provider, request: () => Promise<TokenResponse>): Promise<TokenResponse> {
  try {
    return await request();
  } catch (error) {
    if (findProviderError(error)) throw error;
    if (error instanceof oauth.ResponseBodyError) throw new ProviderError(classifyTokenError(provider, error.error));
    throw new ProviderError({ kind: "permanent", code: "answer_not_standard" });
  }
}

/** What we say of answers that are not the provider's refusal. */
const ownCodes: readonly (string | undefined)[] = ["answer_not_standard", "answer_too_large", "egress_refused"];

/** Whether a token endpoint refused a refresh with a code that is neither known nor a sign of an outage. */
export const isUnknownTokenRefusal = (failure: ProviderFailure | undefined): boolean =>
  failure?.kind === "permanent" && !ownCodes.includes(failure.code);

function classifyTokenError(provider: Provider, code: string) {
  const known = new Map(Object.entries({ ...standardErrors, ...provider.errors })).get(code);
  return { kind: known ?? "permanent", code } as const;
}
