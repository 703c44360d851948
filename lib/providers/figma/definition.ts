import * as z from "zod";
import { failed } from "../../http/provider-failure.ts";
import { defineProvider } from "../../oauth/definition.ts";

const me = z.object({ id: z.string(), handle: z.string(), email: z.string().optional() });

/**
 * Endpoints and scopes: github.com/figma/rest-api-spec, openapi/openapi.yaml.
 * Refresh has its own path and answers without a refresh token: developers.figma.com/docs/rest-api/authentication.
 * There is no revocation endpoint; people remove the app in their Figma settings.
 */
export const figma = defineProvider({
  id: "figma",
  displayName: "Figma",
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
  token: z.object({ user_id_string: z.string().optional() }),
  standardize: (answer) => ({ token_type: "bearer", ...answer }),
  async account(token, fetch, { api }) {
    const answer = await fetch(`${api}/v1/me`);
    const parsed = me.safeParse(await answer.json().catch(() => undefined));
    if (!parsed.success) throw failed({ class: "permanent", code: "unexpected_profile" });
    const { id, handle, email } = parsed.data;
    return {
      id: token.user_id_string ?? id,
      name: handle,
      profile: { handle, email },
      ...(email ? { username: email } : {}),
    };
  },
});
