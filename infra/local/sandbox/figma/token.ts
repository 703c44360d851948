// POST /v1/oauth/token and /v1/oauth/refresh: Basic authentication, refresh without a refresh token in the answer.
import { verifierFits } from "../codes.ts";
import { freshToken, type Grant } from "../grants.ts";
import { type Answer, basic, type Exchange, fields, json } from "../messages.ts";
import { type State, sandboxClient } from "../state.ts";
import { refuseLoudly } from "./errors.ts";
import { users } from "./seed.ts";

const ninetyDays = 7_776_000;

export function exchangeCode(state: State, exchange: Exchange): Answer {
  if (!isClient(exchange)) return refuseLoudly(401, "Invalid client credentials");
  const form = fields(exchange);
  if (form.get("grant_type") !== "authorization_code") return refuseLoudly(400, "Unsupported grant_type");
  const taken = state.codes.take(form.get("code") ?? "");
  if (taken.state !== "valid") return refuseLoudly(400, `Invalid code: ${taken.state}`);
  const { approval } = taken;
  if (form.get("redirect_uri") !== approval.redirectUri) return refuseLoudly(400, "redirect_uri does not match");
  if (!verifierFits(approval, form.get("code_verifier"))) return refuseLoudly(400, "Invalid code_verifier");
  const { account, clientId, scopes } = approval;
  const grant = state.grants.open({ account, clientId, scopes, kind: "user", inner: "" });
  return json({
    user_id_string: users[account]?.id,
    ...access(state, grant),
    ...(state.behaviour.refreshTokenInAnswer ? refreshToken(state, grant) : {}),
  });
}

export function refresh(state: State, exchange: Exchange): Answer {
  const { behaviour, grants } = state;
  if (!isClient(exchange) || behaviour.refreshError === "invalid_client") {
    return refuseLoudly(401, "Invalid client credentials");
  }
  if (behaviour.refreshError !== null) return refuseLoudly(400, wording(behaviour.refreshError));
  const redeemed = grants.redeem(fields(exchange).get("refresh_token") ?? "", behaviour);
  if ("refused" in redeemed) return refuseLoudly(400, "Invalid refresh token");
  return json({
    ...access(state, redeemed.grant),
    ...(behaviour.rotation ? refreshToken(state, redeemed.grant) : {}),
  });
}

function wording(error: string): string {
  return error === "invalid_grant" ? "Invalid refresh token" : error;
}

function access({ behaviour, grants }: State, grant: Grant) {
  const lifetime = behaviour.accessTokenLifetime ?? ninetyDays;
  return {
    access_token: grants.issueAccess(grant, freshToken("figu_"), lifetime),
    token_type: "bearer",
    expires_in: lifetime,
  };
}

function refreshToken({ grants }: State, grant: Grant) {
  return { refresh_token: grants.issueRefresh(grant, freshToken("figur_")) };
}

function isClient(exchange: Exchange): boolean {
  const { id, secret } = sandboxClient("figma");
  const given = basic(exchange);
  return given?.id === id && given.secret === secret;
}
