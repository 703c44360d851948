// POST /admin/oauth/access_token: codes and refresh tokens, as a form or JSON.
import { type Answer, type Exchange, jsonAnswer, readClientCredentials, readFields } from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import { type State, sandboxClient } from "../state.ts";

/** Of an expiring token and of its refresh token. */
const [lifetimeSeconds, refreshSeconds] = [3600, 90 * 86_400];

export function answerToken(state: State, shop: string, exchange: Exchange): Answer {
  const { id, secret } = sandboxClient("shopify");
  const credentials = readClientCredentials(exchange);
  if (credentials.id !== id) return refuse("application_cannot_be_found", 400);
  if (credentials.secret !== secret) return refuse("invalid_client", 401);
  const form = readFields(exchange);
  if (form.get("grant_type") === "refresh_token") return refresh(state, shop, form.get("refresh_token") ?? "");
  return exchangeCode(state, shop, form);
}

function exchangeCode(state: State, shop: string, form: URLSearchParams): Answer {
  const taken = state.codes.take(form.get("code") ?? "");
  if (taken.state !== "valid" || taken.approval.account !== shop)
    return refuse("invalid_request", 400, "The authorization code was not found or was already used");
  const { account, clientId, scopes } = taken.approval;
  const grant = state.grants.open({ account, clientId, scopes, kind: "user", inner: "" });
  if (form.get("expiring") === "1") return answerTokens(state, grant);
  return jsonAnswer({ access_token: state.grants.issueAccess(grant, createToken("shpat_"), null), ...scope(grant) });
}

/** A used refresh token is taken again until the one that replaced it is used; with the switch `rotation` it is not. */
function refresh(state: State, shop: string, token: string): Answer {
  const { behaviour, grants } = state;
  if (behaviour.refreshError === "invalid_client") return refuse("invalid_client", 401);
  if (behaviour.refreshError === "invalid_grant") return refuseRefreshToken();
  if (behaviour.refreshError !== null) return refuse(behaviour.refreshError, 400);
  const redeemed = grants.redeem(token, behaviour);
  if ("refused" in redeemed || redeemed.grant.account !== shop) return refuseRefreshToken();
  return answerTokens(state, redeemed.grant);
}

function answerTokens({ behaviour, grants }: State, grant: Grant): Answer {
  const lifetime = behaviour.accessTokenLifetime ?? lifetimeSeconds;
  const refreshToken = {
    refresh_token: grants.issueRefresh(grant, createToken("shprt_")),
    refresh_token_expires_in: refreshSeconds,
  };
  return jsonAnswer({
    access_token: grants.issueAccess(grant, createToken("shpat_"), lifetime),
    expires_in: lifetime,
    ...(behaviour.refreshTokenInAnswer ? refreshToken : {}),
    ...scope(grant),
  });
}

/** A scope to write includes the one to read, which is then not named. */
const scope = ({ scopes }: Grant) => ({
  scope: scopes
    .filter((one) => !scopes.includes(one.replace(/^read_/, "write_")) || one.startsWith("write_"))
    .join(","),
});

const refuse = (error: string, status: number, text?: string): Answer =>
  jsonAnswer({ error, ...(text === undefined ? {} : { error_description: text }) }, status);

const refuseRefreshToken = () => refuse("invalid_request", 401, "This request requires an active refresh_token");
