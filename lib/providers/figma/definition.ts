import * as z from "zod";
import { readProviderJson } from "../../http/provider-json.ts";
import { defineProvider } from "../../oauth/definition.ts";
import { displayName } from "./manifest.ts";

const me = () => z.object({ id: z.string(), handle: z.string(), email: z.string().optional() });

/**
 * Endpoints and scopes: github.com/figma/rest-api-spec, openapi/openapi.yaml.
 * Refresh has its own path and answers without a refresh token: developers.figma.com/docs/rest-api/authentication.
 * There is no revocation endpoint; people remove the app in their Figma settings.
 * `file_variables:read` (design tokens) is not asked for by default: only Enterprise plans have it, and an app that has not been
 * given it could not be consented to at all. It is asked for by its name or as `file_variables`, or by the stage's `scopes`.
 */
export const figma = defineProvider({
  id: "figma",
  displayName,
  description: "Browse team files, read designs and comments, keep design tokens in step.",
  category: "design",
  endpoints: {
    authorize: "https://www.figma.com/oauth",
    token: "https://api.figma.com/v1/oauth/token",
    refresh: "https://api.figma.com/v1/oauth/refresh",
    api: "https://api.figma.com",
  },
  scopes: [
    "current_user:read",
    "projects:read",
    "file_content:read",
    "file_metadata:read",
    "file_versions:read",
    "file_comments:read",
    "file_comments:write",
    "library_content:read",
    "webhooks:read",
    "webhooks:write",
  ],
  essentialScopes: ["current_user:read"],
  scopeSeparator: " ",
  scopeAliases: {
    file_read: ["file_content:read", "file_metadata:read", "file_versions:read", "projects:read"],
    file_comments: ["file_comments:read", "file_comments:write"],
    file_variables: ["file_variables:read"],
    webhooks: ["webhooks:read", "webhooks:write"],
  },
  pkce: true,
  clientAuth: "basic",
  params: [],
  renewAfterDays: 60,
  assumedLifetime: 90 * 86_400,
  token: () => z.object({ user_id_string: z.string().optional() }),
  standardize: (answer) => ({ token_type: "bearer", ...answer, ...toStandardError(answer) }),
  async account(token, fetch, { api }) {
    const { id, handle, email } = await readProviderJson(await fetch(`${api}/v1/me`), me());
    return {
      id: token.user_id_string ?? id,
      name: handle,
      profile: { handle, email },
      ...(email ? { username: email } : {}),
    };
  },
});

/** `{error: true, status, message}` says no OAuth code: a word about the client is our fault, all else means the grant is gone. */
function toStandardError({ error, message }: Record<string, unknown>): { error?: string } {
  if (error !== true) return {};
  return { error: /client|grant_type|redirect_uri/i.test(String(message)) ? "invalid_client" : "invalid_grant" };
}
