// THE TABLE: every HTTP endpoint, who may call it, which Lambda answers and what that Lambda may do.
import type { Route } from "./route.ts";
import { adminRoutes } from "./routes/admin.ts";
import { figmaDataRoutes } from "./routes/figma-data.ts";
import { githubDataRoutes } from "./routes/github-data.ts";
import { integrationRoutes } from "./routes/integrations.ts";
import { mcpRoutes } from "./routes/mcp.ts";
import { oauthV1Routes } from "./routes/oauth-v1.ts";
import { slackDataRoutes } from "./routes/slack-data.ts";
import { v2DataRoutes } from "./routes/v2-data.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** One stack per surface: a stack holds at most 500 resources, and a Lambda costs about six. */
export const surfaces = {
  integrations: [...integrationRoutes, ...mcpRoutes],
  "oauth-v1": oauthV1Routes,
  "provider-data": [...figmaDataRoutes, ...slackDataRoutes, ...githubDataRoutes],
  "v2-data": v2DataRoutes,
  webhooks: webhookRoutes,
  admin: adminRoutes,
} as const satisfies Record<string, readonly Route[]>;

export const routes: readonly Route[] = Object.values(surfaces).flat();
