// POST /login/oauth/access_token: failures are HTTP 200 with an error, and the answer is a form unless JSON is requested.
import { z } from "zod";
import { type Approval, verifierMatches } from "../codes.ts";
import type { Emulator } from "../emulator.ts";
import { type Answer, type Exchange, jsonAnswer, readClientCredentials, readFields } from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import { type State, sandboxClient } from "../state.ts";

const eightHours = 28_800;
const sixMonths = 15_811_200;

type TokenAnswer = Readonly<Record<string, string | number>>;

const descriptions: Readonly<Record<string, string>> = {
  incorrect_client_credentials: "The client_id and/or client_secret passed are incorrect.",
  redirect_uri_mismatch: "The redirect_uri MUST match the registered callback URL for this application.",
  bad_verification_code: "The code passed is incorrect or expired.",
  bad_refresh_token: "The refresh token passed is incorrect or expired.",
};

export async function answerToken(state: State, emulator: Emulator, exchange: Exchange): Promise<Answer> {
  const answer = await issueTokens(state, emulator, exchange);
  if (exchange.headers.accept?.includes("application/json")) return jsonAnswer(answer);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(answer)) form.set(name, String(value));
  const type = "application/x-www-form-urlencoded; charset=utf-8";
  return { status: 200, headers: { "content-type": type }, body: form.toString() };
}

async function issueTokens(state: State, emulator: Emulator, exchange: Exchange): Promise<TokenAnswer> {
  const client = sandboxClient("github");
  const credentials = readClientCredentials(exchange);
  if (credentials.id !== client.id || credentials.secret !== client.secret)
    return tokenError("incorrect_client_credentials");
  const form = readFields(exchange);
  if (form.get("grant_type") === "refresh_token") return refreshGrant(state, form.get("refresh_token") ?? "");
  const code = form.get("code") ?? "";
  const taken = state.codes.take(code);
  if (taken.state !== "valid") return tokenError("bad_verification_code");
  const { approval } = taken;
  const redirectUri = form.get("redirect_uri");
  if (redirectUri !== null && redirectUri !== approval.redirectUri) return tokenError("redirect_uri_mismatch");
  if (!verifierMatches(approval, form.get("code_verifier"))) return tokenError("bad_verification_code");
  const grant = await createGrant(state, emulator, approval, code);
  return state.behaviour.rotation ? expiringTokens(state, grant) : permanentToken(state, grant);
}

async function createGrant({ grants }: State, emulator: Emulator, approval: Approval, code: string): Promise<Grant> {
  const client = sandboxClient("github");
  const form = { code, client_id: client.id, client_secret: client.secret };
  const answer = await emulator.post("/login/oauth/access_token", form);
  const { access_token } = z.object({ access_token: z.string() }).parse(await answer.json());
  const { account, clientId, scopes } = approval;
  return grants.open({ account, clientId, scopes, kind: "user", inner: access_token });
}

/** Using a refresh token revokes it and the old access token. */
function refreshGrant(state: State, token: string): TokenAnswer {
  const { behaviour, grants } = state;
  if (behaviour.refreshError !== null) return tokenError(describeError(behaviour.refreshError));
  const redeemed = grants.redeem(token, { rotation: true, reuseDetection: behaviour.reuseDetection });
  if ("refused" in redeemed) return tokenError("bad_refresh_token");
  grants.revokeAccess((grant) => grant === redeemed.grant);
  return expiringTokens(state, redeemed.grant);
}

function describeError(error: string): string {
  if (error === "invalid_grant") return "bad_refresh_token";
  return error === "invalid_client" ? "incorrect_client_credentials" : error;
}

function permanentToken({ behaviour, grants }: State, grant: Grant): TokenAnswer {
  const token = grants.issueAccess(grant, grant.inner, behaviour.accessTokenLifetime);
  return { access_token: token, scope: grant.scopes.join(","), token_type: "bearer" };
}

function expiringTokens({ behaviour, grants }: State, grant: Grant): TokenAnswer {
  const lifetime = behaviour.accessTokenLifetime ?? eightHours;
  return {
    access_token: grants.issueAccess(grant, createToken("ghu_"), lifetime),
    expires_in: lifetime,
    refresh_token: grants.issueRefresh(grant, createToken("ghr_")),
    refresh_token_expires_in: sixMonths,
    scope: "",
    token_type: "bearer",
  };
}

function tokenError(error: string): TokenAnswer {
  return {
    error,
    error_description: descriptions[error] ?? error,
    error_uri:
      "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/",
  };
}
