// Permissions that pass configuration to a Lambda. Only the model's has IAM statements.
import type { JwtEntry } from "../../lib/jwt-entry.ts";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { findSignInEntry, type JwtEntries, needsEntryList } from "../config/jwt.ts";
import { liveStageName } from "../names.ts";
import type { PermissionContext, PermissionTable } from "../permission-effect.ts";
import { invokeModel } from "./model.ts";

/** Where browsers open their WebSocket: the configured address, else the edge's, else API Gateway's own. */
const getLiveUrl = ({ config, place }: PermissionContext): string =>
  config.liveUrl ??
  (config.edge && `${config.publicBaseUrl.replace(/^http/, "ws")}/${liveStageName}`) ??
  `wss://${place.liveApiId}.execute-api.${place.region}.${place.urlSuffix}/${liveStageName}`;

/** Providers whose push channels follow the setting `webhookEnabled`, as far as this stage can open them. */
const listLiveProviders = ({ config, manifests: all = manifests }: PermissionContext) =>
  all.filter(
    ({ liveByDefault }) =>
      liveByDefault !== undefined && (liveByDefault !== "with-pubsub" || config.pubsub !== undefined),
  );

/** Those for which it is on until a user sets it. */
const listLiveByDefault = (context: PermissionContext): readonly string[] =>
  context.config.webhookEnabledByDefault
    ? listLiveProviders(context).flatMap(({ id, liveByDefault }) => (liveByDefault === "never" ? [] : [id]))
    : [];

/** What tokens of a single issuer are verified by; a list stands in JWT_ENTRIES, which every Lambda has. */
function buildIssuerEnvironment(entries: JwtEntries): Record<string, string> {
  if (needsEntryList(entries)) return {};
  const [{ issuer, audience, algorithm }] = entries;
  return { JWT_ISSUER: issuer, JWT_AUDIENCE: JSON.stringify(audience), JWT_ALGORITHM: algorithm };
}

/** Configuration of the settings page's script; `functions/settings-page/serve.ts` reads it. */
function buildPageConfig(context: PermissionContext): Record<string, unknown> {
  const { config } = context;
  const signedIn = findSignInEntry(config.jwt);
  const { clientId, scope, authorizationParams = {}, demo = false, connectTo = [] } = config.signIn;
  return {
    issuer: signedIn?.issuer ?? "",
    clientId,
    scope,
    tenantClaim: signedIn?.tenantClaim ?? "",
    adminClaims: listAdminClaims(signedIn),
    authorizationParams,
    apiBase: "",
    demo,
    connectTo,
    liveUrl: getLiveUrl(context),
    liveProviders: listLiveProviders(context).map(({ id }) => id),
    assistantProviders: listAssistantProviders(context),
    ...(config.mcp?.database && { questions: Object.keys(config.mcp.database.questions) }),
  };
}

/** What makes a token of the page's issuer an administrator's; `readRights` of lib/http/caller.ts is what counts. */
function listAdminClaims({ adminClaim: claim, adminValue: value, stageAdmin }: Partial<JwtEntry> = {}) {
  return [
    ...(claim !== undefined && value !== undefined ? [{ claim, value, isOfStage: false }] : []),
    ...(stageAdmin === undefined ? [] : [{ ...stageAdmin, isOfStage: true }]),
  ];
}

/** Where assistants may write if the user lets them. */
function listAssistantProviders({ config, manifests: all = manifests }: PermissionContext): string[] {
  if (config.mcp?.connections !== "write") return [];
  const changesThings = ({ tools = {} }: Manifest) => Object.values(tools).some((on) => !on.startsWith("GET "));
  return all.filter(changesThings).map(({ id }) => id);
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
  "settings:defaults": (context) => ({
    statements: [],
    environment: { LIVE_BY_DEFAULT: JSON.stringify(listLiveByDefault(context)) },
  }),
  "shared-callback:configure": ({ config: { sharedCallback } }) => ({
    statements: [],
    environment: sharedCallback === undefined ? {} : { SHARED_CALLBACK: sharedCallback },
  }),
  "crm:configure": ({ config: { crm } }) => ({ statements: [], environment: { CRM_COUNTRY: crm.country } }),
  "former-callbacks:configure": ({ config: { formerCallbacks } }) => ({
    statements: [],
    environment: formerCallbacks === undefined ? {} : { FORMER_CALLBACKS: JSON.stringify(formerCallbacks) },
  }),
  "assistants:configure": ({ config: { mcp } }) => ({
    statements: [],
    environment: mcp?.connections === undefined ? {} : { MCP_CONNECTIONS: mcp.connections },
  }),
  "services:configure": ({ config: { services } }) => ({
    statements: [],
    environment: { SERVICES: JSON.stringify(services) },
  }),
  "page:configure": (context) => ({
    statements: [],
    environment: { PAGE_CONFIG: JSON.stringify(buildPageConfig(context)) },
  }),
  "jwt:configure": ({ config: { jwt } }) => ({ statements: [], environment: buildIssuerEnvironment(jwt) }),
} satisfies PermissionTable<string>;
