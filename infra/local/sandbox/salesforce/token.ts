// POST /services/oauth2/token and /revoke: no `expires_in`, `instance_url`, and a new refresh token only with rotation.
import { createHmac } from "node:crypto";
import { type Approval, verifierMatches } from "../codes.ts";
import { type Answer, type Exchange, jsonAnswer, readClientCredentials, readFields } from "../exchange.ts";
import { createToken, type Grant } from "../grants.ts";
import { type State, sandboxClient } from "../state.ts";
import { type SalesforceUser, users } from "./seed.ts";

const sessionSeconds = 7200;
/** help.salesforce.com, "Manage OAuth-Enabled Connected Apps": the sixth approval of a person ends the oldest. */
const maxApprovals = 5;

export interface TokenContext {
  readonly state: State;
  /** Where the organization is now; a test moves it. */
  getInstanceHost(user: SalesforceUser): string;
}

export function answerToken(context: TokenContext, host: string, exchange: Exchange): Answer {
  const client = sandboxClient("salesforce");
  const { id, secret } = readClientCredentials(exchange);
  if (id !== client.id) return refuse("invalid_client_id", "client identifier invalid");
  if (secret !== client.secret) return refuse("invalid_client", "invalid client credentials");
  const form = readFields(exchange);
  switch (form.get("grant_type")) {
    case "authorization_code":
      return exchangeCode(context, form);
    case "refresh_token":
      return refresh(context, form.get("refresh_token") ?? "");
    case "client_credentials":
      return grantClient(context, host);
    default:
      return refuse("unsupported_grant_type", "grant type not supported");
  }
}

function exchangeCode(context: TokenContext, form: URLSearchParams): Answer {
  const { state } = context;
  const taken = state.codes.take(form.get("code") ?? "");
  if (taken.state === "expired") return refuse("invalid_grant", "expired authorization code");
  if (taken.state !== "valid") return refuse("invalid_grant", "invalid authorization code");
  const { approval } = taken;
  if (form.get("redirect_uri") !== approval.redirectUri)
    return refuse("redirect_uri_mismatch", "redirect_uri must match configuration");
  if (!verifierMatches(approval, form.get("code_verifier"))) return refuse("invalid_grant", "invalid code verifier");
  const grant = openGrant(state, approval);
  const renews = state.behaviour.refreshTokenInAnswer && approval.scopes.includes("refresh_token");
  return jsonAnswer({ ...describeSession(context, grant), ...(renews ? issueRefreshToken(state, grant) : {}) });
}

function openGrant({ grants }: State, { account, clientId, scopes }: Approval): Grant {
  const grant = grants.open({ account, clientId, scopes, kind: "user", inner: "" });
  const live = grants.list().filter((one) => one.account === account && one.kind === "user" && !one.revoked);
  const ended = live.slice(0, -maxApprovals);
  grants.revoke((one) => ended.includes(one));
  return grant;
}

function refresh(context: TokenContext, token: string): Answer {
  const { behaviour, grants } = context.state;
  if (behaviour.refreshError === "invalid_grant") return refuse("invalid_grant", "expired access/refresh token");
  if (behaviour.refreshError !== null) return refuse(behaviour.refreshError, "refused by the sandbox");
  const redeemed = grants.redeem(token, behaviour);
  if ("refused" in redeemed) return refuse("invalid_grant", "expired access/refresh token");
  const renewal = behaviour.rotation ? issueRefreshToken(context.state, redeemed.grant) : {};
  return jsonAnswer({ ...describeSession(context, redeemed.grant), ...renewal });
}

/** help.salesforce.com, "OAuth 2.0 Client Credentials Flow": at a My Domain only, as the user that the application runs as. */
function grantClient(context: TokenContext, host: string): Answer {
  const runsAs = Object.entries(users).find(([, { organization }]) => organization.instanceHost === host);
  if (runsAs === undefined) return refuse("invalid_grant", "request not supported on this domain");
  const [account] = runsAs;
  const { id: clientId } = sandboxClient("salesforce");
  const granted = { account, clientId, scopes: ["api", "id"], kind: "bot", inner: "" } as const;
  return jsonAnswer(describeSession(context, context.state.grants.open(granted)));
}

function describeSession({ state, getInstanceHost }: TokenContext, grant: Grant) {
  const user = users[grant.account];
  if (!user) throw new Error(`No user ${grant.account}`);
  const id = `https://login.salesforce.com/id/${user.organization.id}/${user.id}`;
  const issued_at = String(Date.now());
  const lifetime = state.behaviour.accessTokenLifetime ?? sessionSeconds;
  return {
    access_token: state.grants.issueAccess(grant, createToken(`${user.organization.id.slice(0, 15)}!`), lifetime),
    signature: createHmac("sha256", sandboxClient("salesforce").secret)
      .update(id + issued_at)
      .digest("base64"),
    scope: grant.scopes.join(" "),
    instance_url: `https://${getInstanceHost(user)}`,
    id,
    token_type: "Bearer",
    issued_at,
  };
}

const issueRefreshToken = ({ grants }: State, grant: Grant) => ({
  refresh_token: grants.issueRefresh(grant, createToken("5Aep861")),
});

/** Revokes the whole grant, by either of its tokens; it takes no client. */
export function answerRevoke({ grants }: State, exchange: Exchange): Answer {
  const found = grants.findByToken(readFields(exchange).get("token") ?? exchange.query.get("token") ?? "");
  if (found === undefined || found.revoked) return refuse("invalid_token", "invalid token");
  grants.revoke((grant) => grant === found);
  return { status: 200 };
}

const refuse = (error: string, error_description: string): Answer => jsonAnswer({ error, error_description }, 400);
