// POST /oauth/token: tokens of 30 days; a refresh token may be used again and is not answered by another.
import { type Answer, type Exchange, jsonAnswer, readClientCredentials, readFields } from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import { type State, sandboxClient } from "../state.ts";

const lifetimeSeconds = 30 * 86_400;

/** A person in a region: a token of one region is not valid in another. */
const toMember = (account: string, host: string): string => `${account} at ${host}`;
export const belongsToRegion = ({ account }: Grant, host: string): boolean => account.endsWith(` at ${host}`);

export function answerToken(state: State, host: string, exchange: Exchange): Answer {
  const { id, secret } = sandboxClient("clio");
  const credentials = readClientCredentials(exchange);
  if (credentials.id !== id || credentials.secret !== secret) return refuse("invalid_client", 401);
  const form = readFields(exchange);
  const grantType = form.get("grant_type");
  if (grantType === "refresh_token") return refresh(state, host, form.get("refresh_token") ?? "");
  return grantType === "authorization_code" ? exchangeCode(state, host, form) : refuse("unsupported_grant_type", 400);
}

function exchangeCode(state: State, host: string, form: URLSearchParams): Answer {
  const taken = state.codes.take(form.get("code") ?? "");
  if (taken.state !== "valid" || form.get("redirect_uri") !== taken.approval.redirectUri)
    return refuse("invalid_grant", 400);
  const { account, clientId } = taken.approval;
  const member = toMember(account, host);
  const grant = state.grants.open({ account: member, clientId, scopes: [], kind: "user", inner: "" });
  const { refreshTokenInAnswer } = state.behaviour;
  return jsonAnswer({
    ...access(state, grant),
    ...(refreshTokenInAnswer ? { refresh_token: state.grants.issueRefresh(grant, createToken("")) } : {}),
  });
}

function refresh(state: State, host: string, token: string): Answer {
  const { behaviour, grants } = state;
  if (behaviour.refreshError !== null)
    return refuse(behaviour.refreshError, behaviour.refreshError === "invalid_client" ? 401 : 400);
  const redeemed = grants.redeem(token, { rotation: false, reuseDetection: false });
  if ("refused" in redeemed || !belongsToRegion(redeemed.grant, host)) return refuse("invalid_grant", 400);
  return jsonAnswer(access(state, redeemed.grant));
}

function access({ behaviour, grants }: State, grant: Grant) {
  const lifetime = behaviour.accessTokenLifetime ?? lifetimeSeconds;
  return {
    token_type: "bearer",
    access_token: grants.issueAccess(grant, createToken(`${grant.id}-`), lifetime),
    expires_in: lifetime,
  };
}

const refuse = (error: string, status: number): Answer => jsonAnswer({ error }, status);
