// The authorization response: from checking `state` to a stored connection.
import * as oauth from "oauth4webapi";
import { findProviderError } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { type ClientCredentials, readClient, toAuthorizationServer } from "../oauth/client.ts";
import { deriveCodeVerifier } from "../oauth/code-verifier.ts";
import type { Provider, TokenResponse } from "../oauth/definition.ts";
import { FlowError } from "../oauth/flow-error.ts";
import { locateProvider } from "../oauth/locate.ts";
import { revokeTokens } from "../oauth/revoke-call.ts";
import { exchangeCode } from "../oauth/token-endpoint.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { consumeState, type OAuthState } from "../store/oauth-states.ts";
import type { Owner } from "../store/owner.ts";
import { buildConnection, findRefusal } from "./build-connection.ts";
import { parseAuthorizationError } from "./callback-error.ts";
import type { Dependencies } from "./dependencies.ts";
import { saveNamed } from "./integrations.ts";
import { holdGrantForConfirmation, scheduleRevocation } from "./pending.ts";

export interface CallbackParameters {
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  readonly error?: string | undefined;
  readonly iss?: string | undefined;
  /** The whole query as it stands in the URL, where the callback came as one. */
  readonly rawQuery?: string | undefined;
}

const singleParameters: ReadonlySet<string> = new Set(["code", "state", "error", "iss"]);

/**
 * Refuses a response that has a parameter twice (RFC 6749 section 3.1): the gateway joins them with a comma, and each reader could
 * take another one for it.
 * @param query as it stands in the URL
 * @throws FlowError invalid_state
 */
export function refuseRepeatedParameters(query: string): void {
  const names = [...new URLSearchParams(query).keys()].filter((name) => singleParameters.has(name));
  if (new Set(names).size < names.length) throw new FlowError("invalid_state");
}

/** `handle` is set when the browser is not the one that started the flow: the user must confirm with it. */
export interface ConnectResult {
  readonly connection: Connection;
  readonly handle?: string;
}

/** A flow whose code was sent back, and the client that redeems it. */
interface ReturnedFlow {
  readonly provider: Provider;
  readonly client: ClientCredentials;
  readonly flow: OAuthState;
}

type ExpectedState = Pick<OAuthState, "redirectUri" | "delivery"> & { readonly owner?: Owner };

/**
 * Uses the state up. Missing, wrong, used and foreign states give the same error.
 * @returns the flow, with its code verifier where there is one
 * @throws FlowError invalid_state, expired
 */
export async function consumeFlowState(
  provider: Provider,
  state: string | undefined,
  expected: ExpectedState,
  now: number,
): Promise<OAuthState> {
  if (state === undefined || state.length > 512) throw new FlowError("invalid_state");
  const flow = await consumeState(state, { provider: provider.id, ...expected });
  if (flow === undefined) throw new FlowError("invalid_state");
  if (flow.expiresAt <= now) throw new FlowError("expired");
  const { verifierSalt } = flow;
  return verifierSalt === undefined ? flow : { ...flow, codeVerifier: deriveCodeVerifier(state, verifierSalt) };
}

/**
 * Redeems the code and stores the connection, or holds the grant until the user confirms it.
 * @throws FlowError, ProviderError, Problem
 */
export async function connectAccount(
  known: Provider,
  flow: OAuthState,
  parameters: CallbackParameters,
  options: { readonly isSameBrowser: boolean; readonly actor: Actor; readonly dependencies: Dependencies },
): Promise<ConnectResult> {
  if (parameters.error !== undefined) throw new FlowError(parseAuthorizationError(parameters.error));
  const provider = locateProvider(known, flow);
  const client = await readClient(provider);
  verifyCallbackSignature({ provider, client, flow }, parameters, options.dependencies.now());
  const callback = validateCallback(provider, client, parameters);
  const returned = { provider, client, flow };
  const answer = await exchangeAuthorizationCode(returned, callback, options.dependencies);
  const purpose = options.isSameBrowser ? "connection" : "pending";
  const revokeAndRethrow = (error: unknown) => revokeUnstored(error, returned, answer, options.dependencies);
  const connection = await buildConnection(provider, { flow, answer, purpose, client }, options.dependencies).catch(
    revokeAndRethrow,
  );
  const refusal = findRefusal(provider, flow, connection);
  if (refusal !== undefined) {
    await scheduleRevocation({ status: "revoking", purpose, connection, expiresAt: connection.connectedAt }).catch(
      revokeAndRethrow,
    );
    throw new FlowError(refusal);
  }
  if (!options.isSameBrowser)
    return {
      connection,
      handle: await holdGrantForConfirmation(connection, options.dependencies).catch(revokeAndRethrow),
    };
  await saveNamed(connection, options.actor).catch(revokeAndRethrow);
  count("Connected", { provider: provider.id });
  return { connection };
}

/**
 * Revokes a grant that could not be stored: its tokens may exist only in this memory, and the user sees that the flow failed.
 * Where connections share a grant it is not revoked: the account is not known, and another connection of it could end.
 */
async function revokeUnstored(
  error: unknown,
  { provider, client }: ReturnedFlow,
  answer: TokenResponse,
  { fetch }: Dependencies,
): Promise<never> {
  const tokens = { accessToken: answer.access_token, refreshToken: answer.refresh_token, isExpired: false };
  if (provider.sharedGrant === undefined) {
    await revokeTokens(provider, client, tokens, fetch).catch(() =>
      log.warn("grant not given back", { provider: provider.id }),
    );
  }
  throw error;
}

/** Checks what the provider signs of its callback. A callback that was posted without its query cannot be checked, so it fails. */
function verifyCallbackSignature(
  { provider, client, flow }: ReturnedFlow,
  { rawQuery = "" }: CallbackParameters,
  now: number,
): void {
  const check = { clientSecret: client.clientSecret, params: flow.params, now };
  if (provider.verifyCallback?.(new URLSearchParams(rawQuery), check) === false) throw new FlowError("provider_error");
}

/** Checks `iss` if it is sent (RFC 9207 section 2.4). `state` was checked by `consumeFlowState`. */
function validateCallback(
  provider: Provider,
  client: ClientCredentials,
  { code, iss }: CallbackParameters,
): URLSearchParams {
  // oauth4webapi treats an empty `iss` as absent.
  if (code === undefined || iss === "") throw new FlowError("provider_error");
  const parameters = new URLSearchParams({ code, ...(iss === undefined ? {} : { iss }) });
  try {
    const as = toAuthorizationServer(provider);
    return oauth.validateAuthResponse(as, { client_id: client.clientId }, parameters, oauth.expectNoState);
  } catch {
    throw new FlowError("provider_error");
  }
}

async function exchangeAuthorizationCode(
  { provider, client, flow }: ReturnedFlow,
  callback: URLSearchParams,
  { fetch }: Dependencies,
): Promise<TokenResponse> {
  const { redirectUri, codeVerifier } = flow;
  try {
    return await exchangeCode(provider, client, { callback, redirectUri, codeVerifier }, fetch);
  } catch (error) {
    const failure = findProviderError(error);
    log.warn("code exchange failed", { provider: provider.id, failure: failure?.kind, code: failure?.code });
    if (failure?.kind === "config") count("OAuthClientRejected", { provider: provider.id });
    throw error;
  }
}
