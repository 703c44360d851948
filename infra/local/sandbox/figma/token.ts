// POST /v1/oauth/token and /v1/oauth/refresh: Basic authentication; a refresh returns no refresh token.
import { verifierMatches } from "../codes.ts";
import { type Answer, type Exchange, jsonAnswer, readBasic, readFields } from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import { type State, sandboxClient } from "../state.ts";
import { figmaErrorWithMessage } from "./errors.ts";
import { users } from "./seed.ts";

const ninetyDays = 7_776_000;

export function exchangeCode(state: State, exchange: Exchange): Answer {
  if (!isClient(exchange)) return figmaErrorWithMessage(401, "Invalid client credentials");
  const form = readFields(exchange);
  if (form.get("grant_type") !== "authorization_code") return figmaErrorWithMessage(400, "Unsupported grant_type");
  const taken = state.codes.take(form.get("code") ?? "");
  if (taken.state !== "valid") return figmaErrorWithMessage(400, `Invalid code: ${taken.state}`);
  const { approval } = taken;
  if (form.get("redirect_uri") !== approval.redirectUri)
    return figmaErrorWithMessage(400, "redirect_uri does not match");
  if (!verifierMatches(approval, form.get("code_verifier"))) return figmaErrorWithMessage(400, "Invalid code_verifier");
  const { account, clientId, scopes } = approval;
  const grant = state.grants.open({ account, clientId, scopes, kind: "user", inner: "" });
  return jsonAnswer({
    user_id_string: users[account]?.id,
    ...issueAccessToken(state, grant),
    ...(state.behaviour.refreshTokenInAnswer ? issueRefreshToken(state, grant) : {}),
  });
}

export function refreshToken(state: State, exchange: Exchange): Answer {
  const { behaviour, grants } = state;
  if (!isClient(exchange) || behaviour.refreshError === "invalid_client") {
    return figmaErrorWithMessage(401, "Invalid client credentials");
  }
  if (behaviour.refreshError !== null) return figmaErrorWithMessage(400, describeError(behaviour.refreshError));
  const redeemed = grants.redeem(readFields(exchange).get("refresh_token") ?? "", behaviour);
  if ("refused" in redeemed) return figmaErrorWithMessage(400, "Invalid refresh token");
  return jsonAnswer({
    ...issueAccessToken(state, redeemed.grant),
    ...(behaviour.rotation ? issueRefreshToken(state, redeemed.grant) : {}),
  });
}

function describeError(error: string): string {
  return error === "invalid_grant" ? "Invalid refresh token" : error;
}

function issueAccessToken({ behaviour, grants }: State, grant: Grant) {
  const lifetime = behaviour.accessTokenLifetime ?? ninetyDays;
  return {
    access_token: grants.issueAccess(grant, createToken("figu_"), lifetime),
    token_type: "bearer",
    expires_in: lifetime,
  };
}

function issueRefreshToken({ grants }: State, grant: Grant) {
  return { refresh_token: grants.issueRefresh(grant, createToken("figur_")) };
}

function isClient(exchange: Exchange): boolean {
  const { id, secret } = sandboxClient("figma");
  const credentials = readBasic(exchange);
  return credentials?.id === id && credentials.secret === secret;
}
