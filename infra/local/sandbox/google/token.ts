// POST /token: returns a refresh token only for offline access with consent, and never for a refresh.
import { z } from "zod";
import { type Approval, verifierMatches } from "../codes.ts";
import type { Emulator } from "../emulator.ts";
import { type Answer, type Exchange, jsonAnswer, readClientCredentials, readFields } from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import { type State, sandboxClient } from "../state.ts";
import type { SignIdToken } from "./identity.ts";

const tokenLifetimeSeconds = 3599;

export interface TokenEndpoint {
  readonly state: State;
  readonly emulator: Emulator;
  readonly signIdToken: SignIdToken;
}

export async function answerToken(endpoint: TokenEndpoint, exchange: Exchange): Promise<Answer> {
  const client = sandboxClient("google");
  const credentials = readClientCredentials(exchange);
  if (credentials.id !== client.id) return oauthError("invalid_client", "The OAuth client was not found.");
  if (credentials.secret !== client.secret) return oauthError("invalid_client", "Unauthorized");
  const form = readFields(exchange);
  const grantType = form.get("grant_type");
  if (grantType === "refresh_token") return refreshGrant(endpoint, form.get("refresh_token") ?? "");
  if (grantType !== "authorization_code")
    return oauthError("unsupported_grant_type", `Invalid grant_type: ${grantType}`);
  return exchangeCode(endpoint, form);
}

async function exchangeCode(endpoint: TokenEndpoint, form: URLSearchParams): Promise<Answer> {
  const { behaviour, codes, grants } = endpoint.state;
  const code = form.get("code") ?? "";
  const taken = codes.take(code);
  if (taken.state !== "valid") return oauthError("invalid_grant", "Bad Request");
  const { approval } = taken;
  if (form.get("redirect_uri") !== approval.redirectUri) return oauthError("redirect_uri_mismatch", "Bad Request");
  if (!verifierMatches(approval, form.get("code_verifier")))
    return oauthError("invalid_grant", "Invalid code verifier.");
  const { account, clientId, scopes, request } = approval;
  const inner = await fetchEmulatorToken(endpoint.emulator, approval, code, form.get("code_verifier"));
  const grant = grants.open({ account, clientId, scopes, kind: "user", inner });
  const withRefresh = behaviour.refreshTokenInAnswer && isOffline(approval);
  return jsonAnswer({
    ...(await issueTokens(endpoint, grant, request.get("nonce"))),
    ...(withRefresh ? { refresh_token: grants.issueRefresh(grant, createToken("1//sandbox-")) } : {}),
  });
}

function isOffline({ request }: Approval): boolean {
  const prompts = request.get("prompt")?.split(" ") ?? [];
  return request.get("access_type") === "offline" && prompts.includes("consent");
}

async function fetchEmulatorToken(emulator: Emulator, approval: Approval, code: string, verifier: string | null) {
  const client = sandboxClient("google");
  const answer = await emulator.post("/oauth2/token", {
    grant_type: "authorization_code",
    code,
    client_id: client.id,
    client_secret: client.secret,
    redirect_uri: approval.redirectUri,
    ...(verifier === null ? {} : { code_verifier: verifier }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

async function refreshGrant(endpoint: TokenEndpoint, token: string): Promise<Answer> {
  const { behaviour, grants } = endpoint.state;
  if (behaviour.refreshError !== null) return oauthError(behaviour.refreshError, "Bad Request");
  const redeemed = grants.redeem(token, behaviour);
  if ("refused" in redeemed) return oauthError("invalid_grant", "Token has been expired or revoked.");
  return jsonAnswer({
    ...(await issueTokens(endpoint, redeemed.grant, null)),
    ...(behaviour.rotation ? { refresh_token: grants.issueRefresh(redeemed.grant, createToken("1//sandbox-")) } : {}),
  });
}

async function issueTokens({ state, signIdToken }: TokenEndpoint, grant: Grant, nonce: string | null) {
  const lifetime = state.behaviour.accessTokenLifetime ?? tokenLifetimeSeconds;
  return {
    access_token: state.grants.issueAccess(grant, createToken("ya29.sandbox-"), lifetime),
    expires_in: lifetime,
    scope: grant.scopes.join(" "),
    token_type: "Bearer",
    ...(grant.scopes.includes("openid") ? { id_token: await signIdToken(grant.account, grant.clientId, nonce) } : {}),
  };
}

function oauthError(error: string, error_description: string): Answer {
  return jsonAnswer({ error, error_description }, error === "invalid_client" ? 401 : 400);
}
