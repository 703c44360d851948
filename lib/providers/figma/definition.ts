import * as z from "zod";
import { readProviderJson } from "../../http/provider-json.ts";
import { defineProvider } from "../../oauth/definition.ts";
import { displayName } from "./manifest.ts";

const me = () => z.object({ id: z.string(), handle: z.string(), email: z.string().optional() });

/**
 * Endpoints and scopes: github.com/figma/rest-api-spec, openapi/openapi.yaml.
 * Refresh has its own path and answers without a refresh token: developers.figma.com/docs/rest-api/authentication.
 * There is no revocation endpoint; people remove the app in their Figma settings.
 * `file_variables:read` (design tokens) is not requested by default: only Enterprise plans have it, and Figma refuses the whole consent for an
 * app without it. Clients request it as `file_variables:read` or `file_variables`, or the stage's `scopes` include it.
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
  async account(token, { fetch, endpoints: { api } }) {
    const { id, handle, email } = await readProviderJson(await fetch(`${api}/v1/me`), me());
    return {
      id: token.user_id_string ?? id,
      name: handle,
      profile: { handle, email },
      ...(email ? { username: email } : {}),
    };
  },
});

/** `{error: true, status, message}` has no OAuth code: a message about the client means our configuration, any other a lost grant. */
function toStandardError({ error, message }: Record<string, unknown>): { error?: string } {
  if (error !== true) return {};
  return { error: /client|grant_type|redirect_uri/i.test(String(message)) ? "invalid_client" : "invalid_grant" };
}
