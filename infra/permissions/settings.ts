// Permissions that pass configuration to a Lambda. Only the model's has IAM statements.
import { liveStageName } from "../names.ts";
import type { PermissionContext, PermissionTable } from "../permission-effect.ts";
import { invokeModel } from "./model.ts";

/** Where browsers open their WebSocket: the configured address, else API Gateway's own. */
const getLiveUrl = ({ config, place }: PermissionContext): string =>
  config.liveUrl ?? `wss://${place.liveApiId}.execute-api.${place.region}.${place.urlSuffix}/${liveStageName}`;

/** Configuration of the settings page's script; `functions/settings-page/serve.ts` reads it. */
function buildPageConfig(context: PermissionContext): Record<string, unknown> {
  const { config } = context;
  const { clientId, scope, authorizationParams = {}, demo = false, connectTo = [] } = config.signIn;
  return {
    issuer: config.jwt.issuer,
    clientId,
    scope,
    tenantClaim: config.jwt.tenantClaim ?? "",
    authorizationParams,
    apiBase: "",
    demo,
    connectTo,
    liveUrl: getLiveUrl(context),
  };
}

export const settingPermissions = {
  "insights:model": invokeModel,
  "live:url": (context) => ({ statements: [], environment: { LIVE_URL: getLiveUrl(context) } }),
  "origins:configure": ({ config }) => ({
    statements: [],
    environment: { ALLOWED_ORIGINS: JSON.stringify([...config.allowedOrigins, new URL(config.appUrl).origin]) },
  }),
  "pubsub:configure": ({ config: { pubsub } }) => ({
    statements: [],
    environment: pubsub
      ? {
          PUBSUB_ISSUER: pubsub.issuer,
          PUBSUB_JWKS: pubsub.jwks,
          PUBSUB_AUDIENCE: pubsub.audience,
          PUBSUB_SERVICE_ACCOUNT: pubsub.serviceAccount,
        }
      : {},
  }),
  "channels:configure": ({ config: { pubsub } }) => ({
    statements: [],
    environment: pubsub ? { PUBSUB_TOPIC: pubsub.topic } : {},
  }),
  "page:configure": (context) => ({
    statements: [],
    environment: { PAGE_CONFIG: JSON.stringify(buildPageConfig(context)) },
  }),
  "jwt:configure": ({ config: { jwt } }) => ({
    statements: [],
    environment: {
      JWT_ISSUER: jwt.issuer,
      JWT_AUDIENCE: JSON.stringify(jwt.audience),
      JWT_ALGORITHM: jwt.algorithm,
    },
  }),
} satisfies PermissionTable<string>;
