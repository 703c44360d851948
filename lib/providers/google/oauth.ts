// The OAuth part that Gmail and Google Calendar share: one client, one consent per person and client.
import * as z from "zod";
import { readProviderJson } from "../../http/provider-json.ts";
import type { Account, AccountReader } from "../../oauth/definition.ts";
import { essential } from "../../parse-lenient.ts";

/** Events are routed by the address, so an odd one is refused. */
const userinfo = () =>
  z.object({ sub: z.string(), email: essential(z.string().optional()), name: z.string().optional() });

/**
 * developers.google.com/identity/protocols/oauth2/web-server. Google sends a refresh token every time only for
 * `access_type=offline` with `prompt=consent`. `include_granted_scopes` stays off: it would merge both connections into one token.
 * Revoking ends all grants of the person to this client, so connections of one account share a grant.
 * Callbacks carry `iss` (RFC 9207). A refresh token expires after six months without use.
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
    policy_enforced: "reconnect",
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

export async function readGoogleAccount(_token: unknown, { fetch, endpoints }: AccountReader): Promise<Account> {
  const { sub, email, name } = await readProviderJson(
    await fetch(endpoints.userinfo ?? googleEndpoints.userinfo),
    userinfo(),
  );
  // Gmail's notifications name the mailbox and not the person, so events are routed by address.
  const address = email ? { username: email, routes: [email.toLowerCase()] } : {};
  return { id: sub, name: name ?? email ?? sub, profile: { email }, ...address };
}
