import { createHash } from "node:crypto";
import type { Provider } from "./definition.ts";

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly state: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly params: Readonly<Record<string, string>>;
  /** Absent where the provider does not support PKCE. */
  readonly codeVerifier?: string | undefined;
}

/**
 * The URL of the provider's consent page: an authorization request (RFC 6749 section 4.1.1) with an S256 code challenge
 * (RFC 7636 section 4.3). The provider's own parameters override the standard ones.
 */
export function buildAuthorizationUrl(provider: Provider, request: AuthorizationRequest): string {
  const url = new URL(provider.endpoints.authorize);
  const parameters = {
    response_type: "code",
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: request.scopes.join(provider.scopeSeparator),
    ...(provider.userScopes ? { user_scope: provider.userScopes.join(provider.scopeSeparator) } : {}),
    state: request.state,
    ...createCodeChallenge(request.codeVerifier),
    ...provider.authorizeParameters,
    ...provider.authorizeParametersFor?.({ endpoints: provider.endpoints, params: request.params }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function createCodeChallenge(verifier: string | undefined) {
  if (verifier === undefined) return {};
  const hash = createHash("sha256").update(verifier).digest("base64url");
  return { code_challenge: hash, code_challenge_method: "S256" };
}
