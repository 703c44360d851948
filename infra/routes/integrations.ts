// /api/integrations, the health checks and the settings page.
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Route } from "../route.ts";
import {
  confirmFlowPermissions,
  disconnectPermissions,
  finishFlowPermissions,
  startFlowPermissions,
} from "./permission-sets.ts";

// biome-ignore format: a table is read by its columns
export const integrationFlows = (id: ProviderId): Route[] => [
  { on: `GET /api/integrations/${id}/auth`,      run: "integrations/start",          provider: id, caller: "user",  perSecond: 100, permissions: startFlowPermissions },
  { on: `GET /api/integrations/${id}/callback`,  run: "integrations/callback",       provider: id, caller: "state", perSecond: 100, permissions: finishFlowPermissions(id) },
  { on: `POST /api/integrations/${id}/callback`, run: "integrations/catch-callback", provider: id, caller: "user",  perSecond: 100, permissions: finishFlowPermissions(id) },
  { on: `POST /api/integrations/${id}/confirm`,  run: "integrations/confirm",        provider: id, caller: "user",  perSecond: 100, permissions: confirmFlowPermissions(id) },
  {
    on: `POST /api/integrations/${id}/refresh`, run: "integrations/refresh", provider: id, caller: "user", perSecond: 50,
    permissions: ["counters:write", "connections:read", "connections:write", "grants:hold", "audit:write", "usage:count", `vault:seal:connection:${id}`, "client-ids:read", `client-secret:${id}`],
  },
];

// biome-ignore format: a table is read by its columns
export const integrationRoutes: readonly Route[] = [
  { on: "GET /api/integrations",                     run: "integrations/list",           caller: "user",   perSecond: 200, permissions: ["connections:read"] },
  { on: "GET /api/integrations/available",           run: "integrations/available",      caller: "user",   perSecond: 200, permissions: ["connections:read", "client-ids:read", "live:url"], provider: "every" },
  { on: "DELETE /api/integrations/{provider}",       run: "integrations/disconnect",     caller: "user",   perSecond: 50,  permissions: disconnectPermissions },
  { on: "GET /api/integrations/{provider}/settings", run: "integrations/read-settings",  caller: "user",   perSecond: 100, permissions: ["settings:read", "settings:defaults"] },
  { on: "PUT /api/integrations/{provider}/settings", run: "integrations/write-settings", caller: "user",   perSecond: 50,  permissions: ["settings:read", "settings:write", "settings:defaults", "connections:read", "channels:send", "audit:write", "counters:write", "tenant-bot:write"], provider: "every" },
  { on: "GET /api/health",                           run: "health",                      caller: "nobody", perSecond: 100, permissions: [] },
  { on: "GET /api/health/deep",                      run: "deep-health",                 caller: "admin",  perSecond: 10,  permissions: ["health:probe", "database:probe"] },
  { on: "GET /api/openapi.json",                     run: "openapi/serve",               caller: "nobody", perSecond: 20,  permissions: [] },
  { on: "GET /settings/integrations",                run: "settings-page/serve",         caller: "nobody", perSecond: 100, permissions: ["page:configure"] },
  { on: "GET /settings/integrations/admin",          run: "settings-page/serve",         caller: "nobody", perSecond: 100, permissions: ["page:configure"] },
  { on: "GET /settings/integrations/assets/{file}",  run: "settings-page/serve",         caller: "nobody", perSecond: 100, permissions: ["page:configure"] },
  { on: "GET /settings/integrations/app.js",         run: "settings-page/serve",         caller: "nobody", perSecond: 100, permissions: ["page:configure"] },
  { on: "GET /settings/integrations/app.css",        run: "settings-page/serve",         caller: "nobody", perSecond: 100, permissions: ["page:configure"] },
];
