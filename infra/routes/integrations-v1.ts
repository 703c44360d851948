// /api/v1/integrations: the page of a business assistant's gateway that lists and connects accounts.
import type { Route } from "../route.ts";
import { disconnectPermissions, startFlowPermissions } from "./permission-sets.ts";

// biome-ignore format: a table is read by its columns
export const integrationV1Routes: readonly Route[] = [
  { on: "GET /api/v1/integrations/available",        run: "integrations-v1/available",   caller: "user", perSecond: 100, provider: "every", permissions: ["client-ids:read"] },
  { on: "GET /api/v1/integrations/list",             run: "integrations-v1/list",        caller: "user", perSecond: 200, permissions: ["connections:read"] },
  { on: "GET /api/v1/integrations/{id}/status",      run: "integrations-v1/read-status", caller: "user", perSecond: 100, permissions: ["connections:read"] },
  { on: "POST /api/v1/integrations/connect",         run: "integrations-v1/connect",     caller: "user", perSecond: 100, provider: "every", permissions: [...startFlowPermissions, "shared-callback:configure"] },
  { on: "POST /api/v1/integrations/sync/{provider}", run: "integrations-v1/sync",        caller: "user", perSecond: 50,  provider: "every", permissions: ["connections:read", "refills:send", "counters:write"] },
  { on: "DELETE /api/v1/integrations/{id}",          run: "integrations-v1/disconnect",  caller: "user", perSecond: 50,  permissions: disconnectPermissions },
];

/** The callback without a provider's name where it is lent to no provider. */
export const unusedCallbackRoute: Route = {
  on: "GET /api/v1/integrations/callback",
  run: "integrations-v1/callback",
  caller: "state",
  perSecond: 100,
  permissions: [],
};
