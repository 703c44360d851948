import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import { defineProvider } from "../../oauth/definition.ts";
import { toSalesforceFailure } from "./errors.ts";
import { parseInstanceHost, parseLoginHost } from "./hosts.ts";
import { displayName } from "./manifest.ts";

const identity = () => z.object({ username: z.string(), display_name: z.string().optional() });

/**
 * help.salesforce.com, "OAuth 2.0 Web Server Flow" and "OAuth 2.0 Refresh Token Flow".
 * People sign in at login.salesforce.com, test.salesforce.com or their My Domain; all calls go to the `instance_url` of the latest
 * token response, which changes when the organization moves. There is no `expires_in`: the session ends by the organization's
 * timeout, two hours unless changed, and a call is answered with INVALID_SESSION_ID from then on.
 * Each consent has a refresh token of its own, five per person and application: the sixth ends the oldest.
 */
export const salesforce = defineProvider({
  id: "salesforce",
  displayName,
  description: "Find the contact, lead or account behind a call, and log calls as tasks.",
  category: "crm",
  endpoints: {
    authorize: "https://{loginHost}/services/oauth2/authorize",
    token: "https://{loginHost}/services/oauth2/token",
    revoke: "https://{loginHost}/services/oauth2/revoke",
    userinfo: "https://{instanceHost}/id",
    api: "https://{instanceHost}/services/data/v62.0",
  },
  scopes: ["api", "refresh_token", "id"],
  essentialScopes: ["api"],
  scopeSeparator: " ",
  pkce: true,
  clientAuth: "body",
  authorizeParameters: { prompt: "consent" },
  params: ["loginHost"],
  paramDefaults: { loginHost: "login.salesforce.com" },
  parseParam: (_name, value) => parseLoginHost(value),
  // Where the app is set so: help.salesforce.com, "Refresh Token Rotation".
  rotatesRefreshTokens: true,
  // An administrator may let refresh tokens end after 30 days without use.
  renewAfterDays: 20,
  // At a My Domain only, as the user that the application runs as; it takes no scopes: help.salesforce.com, "OAuth 2.0 Client
  // Credentials Flow".
  clientCredentials: { scopes: [] },
  assumedLifetime: 7200,
  errors: {
    inactive_user: "reconnect",
    inactive_org: "reconnect",
    invalid_client_id: "config",
    invalid_client_credentials: "config",
    redirect_uri_mismatch: "config",
    client_credentials_off: "config",
    invalid_code: "permanent",
    rate_limit_exceeded: "rate",
    unknown_error: "transient",
  },
  token: () => z.object({ id: z.string(), instance_url: z.string() }),
  standardize: ({ error, error_description, ...answer }) => ({
    ...answer,
    ...(error === undefined ? {} : { error: toErrorCode(String(error), String(error_description)) }),
  }),
  readProfile: ({ instance_url }) =>
    instance_url === undefined ? {} : { instanceHost: parseInstanceHost(instance_url) },
  async account(token, { fetch, endpoints }) {
    const { organization, person } = parseIdentityUrl(token.id);
    // The path of `id` at the host that was checked: `id` itself names the host that the person signed in at, or another.
    const answer = await fetch(`${endpoints.userinfo}/${organization}/${person}`);
    const { username, display_name } = await readProviderJson(answer, identity(), toSalesforceFailure);
    return {
      id: `${organization}/${person}`,
      name: display_name ?? username,
      username,
      person,
      profile: { organization },
    };
  },
  acceptsToken: async (fetch, { api }) => {
    const response = await fetch(`${api}/`);
    if (response.status === 401) return false;
    await readProviderJson(response, z.object({}), toSalesforceFailure);
    return true;
  },
});

/** `https://login.salesforce.com/id/<organization>/<user>`: help.salesforce.com, "Identity URLs". */
function parseIdentityUrl(id: string): { organization: string; person: string } {
  const [, organization, person] = /\/id\/(00D[A-Za-z0-9]{15})\/(005[A-Za-z0-9]{15})$/.exec(id) ?? [];
  if (organization === undefined || person === undefined)
    throw new ProviderError({ kind: "permanent", code: "unexpected_token_answer" });
  return { organization, person };
}

/**
 * `invalid_grant` stands for a grant that is gone and for other things, told apart by the text:
 * help.salesforce.com, "OAuth 2.0 Token Errors" of each flow.
 */
function toErrorCode(error: string, text: string): string {
  if (error !== "invalid_grant") return error;
  if (/authorization code|code verifier/i.test(text)) return "invalid_code";
  if (/client credentials user|not supported on this domain/i.test(text)) return "client_credentials_off";
  return /invalid client credentials/i.test(text) ? "invalid_client_credentials" : error;
}
