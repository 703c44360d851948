import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";
import { defineProvider, type RevokeContext } from "../../oauth/definition.ts";
import { displayName } from "./manifest.ts";

const user = () => z.object({ id: z.number(), login: z.string(), name: z.string().nullish() });

/**
 * docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps; PKCE since 2025-07-14 (github.blog/changelog).
 * Errors of the token endpoint arrive with status 200, and the granted scopes as a comma list.
 */
export const github = defineProvider({
  id: "github",
  displayName,
  description: "List repositories, work with issues and pull requests, follow activity.",
  category: "development",
  endpoints: {
    authorize: "https://github.com/login/oauth/authorize",
    token: "https://github.com/login/oauth/access_token",
    revoke: "https://api.github.com/applications",
    api: "https://api.github.com",
  },
  scopes: ["repo", "read:user", "user:email", "read:org", "admin:repo_hook"],
  essentialScopes: ["repo"],
  scopeSeparator: " ",
  pkce: true,
  clientAuth: "body",
  params: [],
  // Only GitHub Apps have refresh tokens, each good for one use.
  rotatesRefreshTokens: true,
  renewAfterDays: 90,
  errors: {
    incorrect_client_credentials: "config",
    redirect_uri_mismatch: "config",
    unsupported_grant_type: "config",
    bad_verification_code: "permanent",
    unverified_user_email: "permanent",
    bad_refresh_token: "reconnect",
  },
  token: () => z.object({}),
  standardize: ({ scope, ...answer }) => ({
    ...answer,
    ...(typeof scope === "string" && scope !== "" ? { scope: scope.replaceAll(",", " ") } : {}),
  }),
  async account(_token, { fetch, endpoints: { api } }) {
    const { id, login, name } = await readProviderJson(await fetch(`${api}/user`), user());
    return { id: String(id), name: name ?? login, username: login };
  },
  revoke: async (context) => revoke(context),
  acceptsToken: async (fetch, { api }) => {
    const response = await fetch(`${api}/user`);
    if (response.status === 401) return false;
    await readProviderJson(response, user());
    return true;
  },
});

/** docs.github.com/en/rest/apps/oauth-applications, "Delete an app token". 404 and 422 mean that it is already gone. */
async function revoke({ endpoints, clientId, clientSecret, accessToken, fetch }: RevokeContext) {
  const answer = await fetch(`${endpoints.revoke}/${encodeURIComponent(clientId)}/token`, {
    method: "DELETE",
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ access_token: accessToken }),
  });
  if (answer.status === 204) return "revoked";
  if (answer.status === 404 || answer.status === 422) return "dead";
  throw new ProviderError({ kind: "transient", code: "revoke_failed" });
}
