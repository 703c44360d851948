import * as z from "zod";
import { readProviderJson } from "../../http/provider-json.ts";
import { defineProvider } from "../../oauth/definition.ts";
import { toHubspotFailure } from "./errors.ts";
import { displayName } from "./manifest.ts";

const id = () => z.union([z.number(), z.string()]).transform(String);

/** The answer of 2025 had `user` and `hub_domain` too; the one of today need not have them. */
const introspection = () =>
  z.object({
    hub_id: id(),
    user_id: id().optional(),
    user: z.string().optional(),
    hub_domain: z.string().optional(),
  });

/**
 * developers.hubspot.com/docs/api-reference/auth-oauth-v3 and developers.hubspot.com/changelog/v1-oauth-api-deprecation: the
 * date-versioned endpoints, since those of v1 are switched off in February 2027.
 * An account is a portal. People of one portal may be given the same refresh token, so revoking one of them would end the others.
 * PKCE is not documented for apps of this kind.
 */
export const hubspot = defineProvider({
  id: "hubspot",
  displayName,
  description: "Find the contact behind a call, log calls, hear of new and changed contacts.",
  category: "crm",
  endpoints: {
    authorize: "https://app.hubspot.com/oauth/authorize",
    token: "https://api.hubapi.com/oauth/2026-03/token",
    revoke: "https://api.hubapi.com/oauth/2026-03/token/revoke",
    userinfo: "https://api.hubapi.com/oauth/2026-03/token/introspect",
    api: "https://api.hubapi.com",
  },
  scopes: ["oauth", "crm.objects.contacts.read", "crm.objects.contacts.write"],
  essentialScopes: ["oauth", "crm.objects.contacts.read"],
  scopeSeparator: " ",
  pkce: false,
  clientAuth: "body",
  // Its tokens are of the portal that the app belongs to: the operator alone gives them to a tenant.
  clientCredentials: { scopes: ["crm.objects.contacts.read", "crm.objects.contacts.write"] },
  params: [],
  assumedLifetime: 1800,
  sharedGrant: { group: "hubspot", tokenSets: ["default"] },
  errors: {
    BAD_REFRESH_TOKEN: "reconnect",
    BAD_CLIENT_ID: "config",
    BAD_CLIENT_SECRET: "config",
    BAD_GRANT_TYPE: "config",
    BAD_REDIRECT_URI: "config",
    MISSING_PARAMETER: "config",
    BAD_AUTH_CODE: "permanent",
    MISMATCH_REDIRECT_URI_AUTH_CODE: "permanent",
  },
  token: () => z.object({ hub_id: id().optional() }),
  standardize: ({ scopes, ...answer }) => ({
    ...answer,
    ...(Array.isArray(scopes) ? { scope: scopes.join(" ") } : {}),
    ...toErrorCode(answer),
  }),
  async account(token, { endpoints, postAsClient }) {
    const form = { token: token.access_token, token_type_hint: "access_token" };
    const answer = await postAsClient(endpoints.userinfo ?? "", form);
    const { hub_id, user_id, user, hub_domain } = await readProviderJson(answer, introspection(), toHubspotFailure);
    return {
      id: hub_id,
      name: hub_domain ?? `HubSpot ${hub_id}`,
      ...(user === undefined ? {} : { username: user }),
      ...(user_id === undefined ? {} : { person: user_id }),
    };
  },
  acceptsToken: async (fetch, { api }) => {
    const response = await fetch(`${api}/account-info/v3/details`);
    if (response.status === 401) return false;
    await readProviderJson(response, z.object({}), toHubspotFailure);
    return true;
  },
});

/** `status` says more than the standard `error` beside it, and stood alone before. */
function toErrorCode({ status, error }: Record<string, unknown>): { error?: unknown } {
  if (typeof status !== "string" || !/^(?:BAD|MISMATCH|MISSING)_[A-Z_]+$/.test(status))
    return error === undefined ? {} : { error };
  return { error: status.startsWith("MISSING_") ? "MISSING_PARAMETER" : status };
}
