// THE TABLE: every HTTP endpoint, who may call it, which Lambda answers and what that Lambda may do.
import type { Route } from "./route.ts";
import { adminRoutes } from "./routes/admin.ts";
import { integrationRoutes } from "./routes/integrations.ts";
import { oauthV1Routes } from "./routes/oauth-v1.ts";
import { providerDataRoutes } from "./routes/provider-data.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** One stack per surface: a stack holds at most 500 resources, and a Lambda costs about six. */
export const surfaces = {
  integrations: integrationRoutes,
  "oauth-v1": oauthV1Routes,
  "provider-data": providerDataRoutes,
  webhooks: webhookRoutes,
  admin: adminRoutes,
} as const satisfies Record<string, readonly Route[]>;

export const routes: readonly Route[] = Object.values(surfaces).flat();
