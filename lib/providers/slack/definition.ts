import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import {
  type AuthorizedFetch,
  defineProvider,
  type RevokeContext,
  type TokenResponse,
} from "../../oauth/definition.ts";
import { truncate } from "../../truncate.ts";
import { displayName } from "./manifest.ts";

const namedEntity = () => z.object({ id: z.string(), name: z.string().optional() });
const personAnswer = () => z.object({ user: z.object({ name: z.string().min(1) }) });
const callAnswer = () => z.object({ ok: z.boolean(), error: z.string().optional() });
const authedUser = () =>
  z.object({
    id: z.string(),
    access_token: z.string().optional(),
    refresh_token: z.string().optional(),
    expires_in: z.number().positive().optional().catch(undefined),
    scope: z.string().optional(),
  });

/**
 * docs.slack.dev/authentication/installing-with-oauth and /using-token-rotation.
 * No PKCE unless the stage says so: turning it on makes the app a public client permanently (docs.slack.dev/authentication/using-pkce).
 * A bot token belongs to the workspace and not to the installer: all connections of the team share it.
 * Without rotation, a person who consents again gets the same token again, for whichever of our users.
 */
export const slack = defineProvider({
  id: "slack",
  displayName,
  description: "List channels, read and post messages, share files and project updates.",
  category: "messaging",
  endpoints: {
    authorize: "https://slack.com/oauth/v2/authorize",
    token: "https://slack.com/api/oauth.v2.access",
    revoke: "https://slack.com/api/auth.revoke",
    api: "https://slack.com/api/",
  },
  scopes: [
    "channels:read",
    "chat:write",
    "files:write",
    "users:read",
    "users:read.email",
    "team:read",
    "channels:history",
    "groups:read",
    "groups:history",
    "app_mentions:read",
  ],
  userScopes: [
    "channels:read",
    "channels:history",
    "groups:read",
    "groups:history",
    "chat:write",
    "users:read",
    "search:read",
  ],
  essentialScopes: ["channels:read"],
  scopeSeparator: ",",
  pkce: false,
  clientAuth: "body",
  params: [],
  accountKind: "workspace",
  rotatesRefreshTokens: true,
  renewAfterDays: 30,
  // A public client's refresh tokens end after 30 days.
  withPkce: { renewAfterDays: 10 },
  sharedGrant: { group: "slack", tokenSets: ["bot"] },
  errors: {
    invalid_refresh_token: "reconnect",
    token_revoked: "reconnect",
    token_expired: "reconnect",
    invalid_auth: "reconnect",
    not_authed: "reconnect",
    account_inactive: "reconnect",
    authorization_not_found: "reconnect",
    org_login_required: "reconnect",
    team_access_not_granted: "reconnect",
    invalid_client_id: "config",
    bad_client_secret: "config",
    bad_redirect_uri: "config",
    invalid_grant_type: "config",
    oauth_authorization_url_mismatch: "config",
    invalid_code: "permanent",
    code_already_used: "permanent",
    ratelimited: "rate",
    rate_limited: "rate",
    internal_error: "transient",
    fatal_error: "transient",
    service_unavailable: "transient",
    request_timeout: "transient",
    team_added_to_org: "transient",
  },
  token: () =>
    z.object({
      team: namedEntity().nullish(),
      enterprise: namedEntity().nullish(),
      authed_user: authedUser().optional(),
      bot_user_id: z.string().optional(),
      bot: z.boolean(),
    }),
  standardize,
  tokenSets({ authed_user: user, bot, ...answer }) {
    const bots: Record<string, TokenResponse> = bot ? { bot: answer } : {};
    return user?.access_token === undefined ? bots : { ...bots, user: { ...user, access_token: user.access_token } };
  },
  async account({ team, enterprise, authed_user, bot_user_id }, { fetch, endpoints: { api } }) {
    const workspace = team ?? enterprise;
    if (!workspace) throw new ProviderError({ kind: "permanent", code: "no_workspace" });
    return {
      id: workspace.id,
      name: workspace.name ?? workspace.id,
      ...(await readUsername(authed_user?.id, fetch, api)),
      profile: { userId: authed_user?.id, botUserId: bot_user_id },
      ...(authed_user === undefined ? {} : { person: authed_user.id }),
    };
  },
  revoke: async (context) => revoke(context),
  acceptsToken: async (fetch, { api }) => {
    const answer = await fetch(`${api}auth.test`, { method: "POST" });
    const { ok, error = "" } = await readProviderJson(answer, callAnswer());
    if (!ok && !deadTokenErrors.has(error)) throw new ProviderError({ kind: "transient", code: error });
    return ok;
  },
});

/**
 * The name of the person who consented (docs.slack.dev/reference/methods/users.info). It is shown only: without `users:read`, or
 * when Slack does not answer, the account is connected without it.
 */
async function readUsername(id: string | undefined, fetch: AuthorizedFetch, api: string) {
  if (id === undefined) return {};
  const read = async () =>
    readProviderJson(await fetch(`${api}users.info?${new URLSearchParams({ user: id })}`), personAnswer());
  return read().then(
    ({ user: { name } }) => ({ username: truncate(name, maxUsernameLength) }),
    () => ({}),
  );
}

/** Longer than Slack's own names. */
const maxUsernameLength = 80;

/** Makes `ok: false` at 200 an error. With user scopes alone the token is only under `authed_user`. */
function standardize(answer: Record<string, unknown>): Record<string, unknown> {
  if (answer.ok === false) return { error: answer.error };
  const isBot = typeof answer.access_token === "string" && answer.token_type !== "user";
  const user = authedUser().safeParse(answer.authed_user);
  const accessToken = answer.access_token ?? (user.success ? user.data.access_token : undefined);
  return { ...answer, access_token: accessToken, token_type: "bearer", bot: isBot };
}

/** Errors of auth.revoke and auth.test which mean that the token is already dead. After any other error it may still work. */
const deadTokenErrors = new Set(["invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed"]);

async function revoke({ endpoints, accessToken, fetch }: RevokeContext) {
  if (endpoints.revoke === undefined) return "revoked";
  const answer = await fetch(endpoints.revoke, { method: "POST", headers: { authorization: `Bearer ${accessToken}` } });
  const body = callAnswer().safeParse(await answer.json().catch(() => undefined));
  if (body.data?.ok) return "revoked";
  if (deadTokenErrors.has(body.data?.error ?? "")) return "dead";
  throw new ProviderError({ kind: "transient", code: "revoke_failed" });
}
