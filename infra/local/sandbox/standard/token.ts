// The token endpoint of RFC 6749 and the revocation of RFC 7009, with their error codes.
import { verifierMatches } from "../codes.ts";
import {
  type Answer,
  type ClientCredentials,
  type Exchange,
  jsonAnswer,
  readClientCredentials,
  readFields,
} from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import type { State } from "../state.ts";

const accessTokenSeconds = 3600;

export function answerToken(state: State, client: ClientCredentials, exchange: Exchange): Answer {
  const credentials = readClientCredentials(exchange);
  if (credentials.id !== client.id || credentials.secret !== client.secret) return refuse("invalid_client");
  const form = readFields(exchange);
  const grantType = form.get("grant_type");
  if (grantType === "refresh_token") return refresh(state, form.get("refresh_token") ?? "");
  return grantType === "authorization_code" ? exchangeCode(state, form) : refuse("unsupported_grant_type");
}

function exchangeCode(state: State, form: URLSearchParams): Answer {
  const taken = state.codes.take(form.get("code") ?? "");
  if (taken.state !== "valid") return refuse("invalid_grant");
  const { approval } = taken;
  if (form.get("redirect_uri") !== approval.redirectUri) return refuse("invalid_grant");
  if (!verifierMatches(approval, form.get("code_verifier"))) return refuse("invalid_grant");
  const { account, clientId, scopes } = approval;
  const grant = state.grants.open({ account, clientId, scopes, kind: "user", inner: "" });
  return jsonAnswer({
    ...access(state, grant),
    ...(state.behaviour.refreshTokenInAnswer ? renewal(state, grant) : {}),
  });
}

function refresh(state: State, token: string): Answer {
  const { behaviour, grants } = state;
  if (behaviour.refreshError !== null) return refuse(behaviour.refreshError);
  const redeemed = grants.redeem(token, behaviour);
  if ("refused" in redeemed) return refuse("invalid_grant");
  return jsonAnswer({
    ...access(state, redeemed.grant),
    ...(behaviour.rotation ? renewal(state, redeemed.grant) : {}),
  });
}

function access({ behaviour, grants }: State, grant: Grant) {
  const lifetime = behaviour.accessTokenLifetime ?? accessTokenSeconds;
  return {
    access_token: grants.issueAccess(grant, createToken("access-"), lifetime),
    token_type: "Bearer",
    expires_in: lifetime,
    scope: grant.scopes.join(" "),
  };
}

const renewal = ({ grants }: State, grant: Grant) => ({
  refresh_token: grants.issueRefresh(grant, createToken("refresh-")),
});

/** Revokes the whole grant. An unknown token counts as revoked. */
export function revoke({ grants }: State, exchange: Exchange): Answer {
  const found = grants.findByToken(readFields(exchange).get("token") ?? "");
  grants.revoke((grant) => grant === found);
  return { status: 200 };
}

const refuse = (error: string): Answer => jsonAnswer({ error }, error === "invalid_client" ? 401 : 400);
