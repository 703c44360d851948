import { randomBytes } from "node:crypto";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { buildAuthorizationUrl } from "../oauth/authorization-url.ts";
import { createBindingCookie, flowSeconds, hashBrowserSecret } from "../oauth/browser-binding.ts";
import { readClientId } from "../oauth/client.ts";
import { createVerifierSalt, deriveCodeVerifier } from "../oauth/code-verifier.ts";
import type { Provider } from "../oauth/definition.ts";
import { locateProvider, readFlowParams } from "../oauth/locate.ts";
import { type CallbackRoute, getRedirectUri, type Surface } from "../oauth/redirect-uri.ts";
import { checkReturnTarget } from "../oauth/return-target.ts";
import { resolveRequestedScopes } from "../oauth/scopes.ts";
import { type OAuthState, saveState } from "../store/oauth-states.ts";
import type { Owner } from "../store/owner.ts";
import { countStartedFlow } from "./count-started-flow.ts";
import { discoverEndpoints } from "./discover-endpoints.ts";

export interface StartRequest {
  readonly owner: Owner;
  readonly surface: Surface;
  /** The callback; that of the surface unless given. */
  readonly callback?: CallbackRoute;
  readonly returnTo?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
  /** What an EHR that began the flow calls it. Nobody may choose it, and it is kept nowhere. */
  readonly launch?: string | undefined;
  /** The caller's name for the connection. */
  readonly integrationId?: string | undefined;
  /** Id of the connection to reconnect. */
  readonly account?: string | undefined;
}

export interface StartedFlow {
  readonly authorizationUrl: string;
  readonly state: string;
  /** The `Set-Cookie` value that binds the flow to the browser. */
  readonly cookie: string;
}

/** 256 random bits; RFC 6749 section 10.10 requires at least 128. */
const createSecret = () => randomBytes(32).toString("base64url");

/**
 * Starts an authorization code flow: stores its state and returns the URL to send the browser to.
 * @param now epoch seconds
 * @throws Problem not_configured; invalid_request for a return target or parameter that is not allowed; provider_unavailable
 */
export async function startAuthorization(
  provider: Provider,
  request: StartRequest,
  now: () => number = () => Math.floor(Date.now() / 1000),
): Promise<StartedFlow> {
  const clientId = await readClientId(provider);
  const params = readFlowParams(provider, request.params);
  const endpoints = await discoverEndpoints(provider, params);
  const [state, browser] = [createSecret(), createSecret()];
  const verifierSalt = provider.pkce ? createVerifierSalt() : undefined;
  const flow: OAuthState = {
    ...request.owner,
    provider: provider.id,
    surface: request.surface,
    ...getRedirectUri(provider, request.callback ?? request.surface),
    verifierSalt,
    browser: hashBrowserSecret(browser),
    returnTo: requireReturnTarget(request.returnTo),
    scopes: resolveRequestedScopes(provider, request.scopes, request.account !== undefined),
    params,
    endpoints,
    integrationId: request.integrationId,
    account: request.account,
    expiresAt: now() + flowSeconds,
  };
  await saveState(state, flow);
  countStartedFlow(flow);
  const cookie = createBindingCookie(state, browser, config("PUBLIC_BASE_URL").PUBLIC_BASE_URL);
  const codeVerifier = verifierSalt && deriveCodeVerifier(state, verifierSalt);
  const located = locateProvider(provider, flow);
  const authorizationUrl = buildAuthorizationUrl(located, {
    ...flow,
    params: { ...params, ...(request.launch !== undefined && { launch: request.launch }) },
    codeVerifier,
    clientId,
    state,
  });
  return { authorizationUrl, state, cookie };
}

/** Checks a return target. @param field what the client calls it @throws Problem invalid_request for one that is not allowed */
export function requireReturnTarget(value: string | undefined, field = "returnTo"): string | undefined {
  if (value === undefined) return undefined;
  const { APP_URL, ALLOWED_REDIRECTS } = config("APP_URL", "ALLOWED_REDIRECTS");
  const target = checkReturnTarget(value, APP_URL, ALLOWED_REDIRECTS);
  if (target !== undefined) return target;
  throw new Problem("invalid_request", {
    detail: `${field}: is not an allowed target`,
    members: { field },
  });
}
