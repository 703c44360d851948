// POST /oauth/2026-03/token, …/introspect and …/revoke: `scopes` is an array, and errors have HubSpot's `status` beside the standard code.
import { verifierMatches } from "../codes.ts";
import { type Answer, type Exchange, jsonAnswer, readFields } from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import { type State, sandboxClient } from "../state.ts";
import { users } from "./seed.ts";

const accessTokenSeconds = 1800;

export function answerOAuth(state: State, exchange: Exchange): Answer {
  const form = readFields(exchange);
  const client = sandboxClient("hubspot");
  if (form.get("client_id") !== client.id) return refuse("invalid_client", "BAD_CLIENT_ID");
  if (form.get("client_secret") !== client.secret) return refuse("invalid_client", "BAD_CLIENT_SECRET");
  if (exchange.path.endsWith("/introspect")) return introspect(state, form.get("token") ?? "");
  if (exchange.path.endsWith("/revoke")) return revoke(state, form.get("token") ?? "");
  switch (form.get("grant_type")) {
    case "authorization_code":
      return exchangeCode(state, form);
    case "refresh_token":
      return refresh(state, form.get("refresh_token") ?? "");
    case "client_credentials":
      return grantClient(state, form);
    default:
      return refuse("unsupported_grant_type", "BAD_GRANT_TYPE");
  }
}

function exchangeCode(state: State, form: URLSearchParams): Answer {
  const taken = state.codes.take(form.get("code") ?? "");
  if (taken.state !== "valid") return refuse("invalid_grant", "BAD_AUTH_CODE");
  const { approval } = taken;
  if (form.get("redirect_uri") !== approval.redirectUri)
    return refuse("invalid_grant", "MISMATCH_REDIRECT_URI_AUTH_CODE");
  if (!verifierMatches(approval, form.get("code_verifier"))) return refuse("invalid_grant", "BAD_AUTH_CODE");
  const { account, clientId, scopes } = approval;
  const grant = state.grants.open({ account, clientId, scopes, kind: "user", inner: "" });
  const renewal = state.behaviour.refreshTokenInAnswer ? issueRefreshToken(state, grant) : {};
  return jsonAnswer({ ...describeTokens(state, grant), ...renewal });
}

function refresh(state: State, token: string): Answer {
  const { behaviour, grants } = state;
  if (behaviour.refreshError === "invalid_client") return refuse("invalid_client", "BAD_CLIENT_SECRET");
  if (behaviour.refreshError === "invalid_grant") return refuse("invalid_grant", "BAD_REFRESH_TOKEN");
  if (behaviour.refreshError !== null) return refuse(behaviour.refreshError, "BAD_REQUEST");
  const redeemed = grants.redeem(token, behaviour);
  if ("refused" in redeemed) return refuse("invalid_grant", "BAD_REFRESH_TOKEN");
  const kept = behaviour.rotation ? issueRefreshToken(state, redeemed.grant) : { refresh_token: token };
  return jsonAnswer({ ...describeTokens(state, redeemed.grant), ...kept });
}

/** The portal that the application itself belongs to: Acme's. */
function grantClient(state: State, form: URLSearchParams): Answer {
  const scopes = (form.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const { id: clientId } = sandboxClient("hubspot");
  return jsonAnswer(
    describeTokens(state, state.grants.open({ account: "ada", clientId, scopes, kind: "bot", inner: "" })),
  );
}

function describeTokens({ behaviour, grants }: State, grant: Grant) {
  const lifetime = behaviour.accessTokenLifetime ?? accessTokenSeconds;
  return {
    token_type: "bearer",
    access_token: grants.issueAccess(grant, createToken("CM-na1-"), lifetime),
    expires_in: lifetime,
    hub_id: users[grant.account]?.portal.id,
    scopes: grant.scopes,
    token_use: "access_token",
  };
}

const issueRefreshToken = ({ grants }: State, grant: Grant) => ({
  refresh_token: grants.issueRefresh(grant, createToken("na1-")),
});

function introspect({ grants }: State, token: string): Answer {
  const { tokenState, grant } = grants.checkToken(token);
  const user = grant && users[grant.account];
  if (tokenState !== "valid" || !grant || !user) return jsonAnswer({ active: false });
  const { id, email, portal } = user;
  return jsonAnswer({
    active: true,
    token_use: "access_token",
    client_id: grant.clientId,
    hub_id: portal.id,
    hub_domain: portal.domain,
    user_id: id,
    user: email,
    scopes: grant.scopes,
  });
}

/** People of one portal share a grant: all of them end. */
function revoke({ grants }: State, token: string): Answer {
  const found = grants.findByToken(token);
  const portal = found && users[found.account]?.portal;
  if (portal) grants.revoke((grant) => users[grant.account]?.portal === portal);
  return { status: 204 };
}

const refuse = (error: string, status: string): Answer =>
  jsonAnswer({ error, error_description: "refused by the sandbox", status, message: "refused by the sandbox" }, 400);
