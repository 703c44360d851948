// What Gmail and Google Calendar have in common: one OAuth client, one consent per person and client.
import * as z from "zod";
import { readProviderJson } from "../../http/provider-json.ts";
import type { Account, AuthorizedFetch, Endpoints } from "../../oauth/definition.ts";

const userinfo = () => z.object({ sub: z.string(), email: z.string().optional(), name: z.string().optional() });

/**
 * developers.google.com/identity/protocols/oauth2/web-server. `access_type=offline` with `prompt=consent` is what brings a refresh
 * token every time; `include_granted_scopes` stays off, it would mix both connections into one token.
 * Revoking ends every grant of the person to this client, so connections of one account are siblings.
 * Callbacks carry `iss` (RFC 9207). A refresh token unused for six months dies.
 */
export const googleOAuth = {
  issuer: "https://accounts.google.com",
  scopeSeparator: " ",
  pkce: true,
  clientAuth: "body",
  authorizeParameters: { access_type: "offline", prompt: "consent" },
  params: [],
  renewAfterDays: 90,
  assumedLifetime: 3599,
  sharedGrant: { group: "google", tokenSets: ["default"] },
  errors: {
    deleted_client: "config",
    disabled_client: "config",
    redirect_uri_mismatch: "config",
    admin_policy_enforced: "reconnect",
    org_internal: "reconnect",
  },
  token: () => z.object({}),
} as const;

export const googleEndpoints = {
  authorize: "https://accounts.google.com/o/oauth2/v2/auth",
  token: "https://oauth2.googleapis.com/token",
  revoke: "https://oauth2.googleapis.com/revoke",
  userinfo: "https://openidconnect.googleapis.com/v1/userinfo",
} as const;

export async function readGoogleAccount(
  _token: unknown,
  fetch: AuthorizedFetch,
  endpoints: Endpoints,
): Promise<Account> {
  const { sub, email, name } = await readProviderJson(
    await fetch(endpoints.userinfo ?? googleEndpoints.userinfo),
    userinfo(),
  );
  // Gmail names the mailbox in its notifications, not the person.
  const address = email ? { username: email, routes: [email.toLowerCase()] } : {};
  return { id: sub, name: name ?? email ?? sub, profile: { email }, ...address };
}
