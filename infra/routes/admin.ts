// Endpoints for administrators: a tenant's see their tenant, the stage's see all tenants.
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import type { Route } from "../route.ts";

/** Providers whose events may ask for an export of what is kept of a person. */
const exportingProviders = withWebhook(manifests)
  .filter(({ webhook }) => webhook.asksForPrivacy)
  .map(({ id }) => id);

// biome-ignore format: a table is read by its columns
export const adminRoutes: readonly Route[] = [
  { on: "GET /api/admin/webhooks",                caller: "admin", perSecond: 20, run: "admin/list-webhooks",    permissions: ["deliveries:read"] },
  { on: "POST /api/admin/webhooks/{id}/replay",   caller: "admin", perSecond: 20, run: "admin/replay-webhook",   permissions: ["deliveries:read", "webhooks:replay", "audit:write"] },
  { on: "POST /api/admin/webhooks/replay",        caller: "admin", perSecond: 5,  run: "admin/replay-webhooks",  permissions: ["deliveries:read", "webhooks:replay", "audit:write"] },
  { on: "GET /api/admin/connections",             caller: "admin", perSecond: 20, run: "admin/list-connections", permissions: ["connections:list"] },
  { on: "GET /api/admin/connections/{id}",        caller: "admin", perSecond: 20, run: "admin/read-connection",  permissions: ["routes:read", "connections:read", "cache:list"] },
  { on: "DELETE /api/admin/connections/{id}/kept", caller: "admin", perSecond: 20, run: "admin/empty-kept",      permissions: ["routes:read", "connections:read", "cache:clear", "audit:write"] },
  { on: "GET /api/admin/audit",                   caller: "admin", perSecond: 5,  run: "admin/list-audit",       permissions: ["audit:read", "audit:write"] },
  { on: "GET /api/admin/channels",                caller: "admin", perSecond: 20, run: "admin/list-channels",    permissions: ["connections:read"] },
  { on: "POST /api/admin/channels/{id}/recreate", caller: "admin", perSecond: 20, run: "admin/recreate-channel", permissions: ["connections:read", "connections:write", "channels:send", "audit:write"] },
  { on: "GET /api/admin/analytics",               caller: "admin", perSecond: 5,  run: "admin/read-analytics",   permissions: ["usage:read"] },
  { on: "GET /api/admin/data-exports",            caller: "admin", perSecond: 5,  run: "admin/list-data-exports", permissions: ["exports:read"] },
  { on: "GET /api/admin/data-exports/{provider}/{id}", caller: "admin", perSecond: 5, run: "admin/read-data-export", permissions: ["exports:read", "audit:write", ...exportingProviders.map((id) => `vault:open:export:${id}` as const)] },
  { on: "DELETE /api/admin/users/{id}",           caller: "admin", perSecond: 5,  run: "admin/delete-user",      permissions: ["deletions:request", "deletions:send", "connections:read", "audit:write"] },
  { on: "DELETE /api/admin/tenants/{id}",         caller: "admin", perSecond: 5,  run: "admin/delete-tenant",    permissions: ["deletions:request", "deletions:send", "connections:read", "audit:write"] },
  { on: "GET /api/admin/deletions/{id}",          caller: "admin", perSecond: 20, run: "admin/read-deletion",    permissions: ["deletions:read"] },
];
