// /api/v1/oauth: the same flows with the requests and answers of a business assistant's gateway.
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Route } from "../route.ts";
import { disconnectPermissions, finishFlowPermissions, startFlowPermissions } from "./permission-sets.ts";

/** @param sharedCallback the provider that the callback without a provider's name is lent to; none by default */
// biome-ignore format: a table is read by its columns
export const oauthV1Flows = (id: ProviderId, sharedCallback?: ProviderId): Route[] => [
  { on: `GET /api/v1/oauth/${id}/start`,    run: "oauth-v1/start",    provider: id, caller: "user",  perSecond: 100, permissions: startFlowPermissions },
  { on: `GET /api/v1/oauth/${id}/callback`, run: "oauth-v1/callback", provider: id, caller: "state", perSecond: 100, permissions: finishFlowPermissions(id) },
  // The same Lambda.
  ...(id === sharedCallback ? [{ on: "GET /api/v1/integrations/callback", run: "oauth-v1/callback", provider: id, caller: "state", perSecond: 100, permissions: finishFlowPermissions(id) } as const] : []),
];

// biome-ignore format: a table is read by its columns
export const oauthV1Routes: readonly Route[] = [
  { on: "GET /api/v1/oauth/{service}/status",        run: "oauth-v1/status",                 caller: "user",   perSecond: 200, permissions: ["connections:read"] },
  { on: "GET /api/v1/oauth/connections",             run: "oauth-v1/connections",            caller: "user",   perSecond: 200, permissions: ["connections:read"] },
  { on: "DELETE /api/v1/oauth/{service}/disconnect", run: "oauth-v1/disconnect",             caller: "user",   perSecond: 50,  permissions: disconnectPermissions },
  { on: "GET /api/v1/oauth/{service}/start",         run: "oauth-v1/reject-unknown-service", caller: "nobody", perSecond: 10,  permissions: [], isLeftover: true },
  { on: "GET /api/v1/oauth/{service}/callback",      run: "oauth-v1/reject-unknown-service", caller: "nobody", perSecond: 10,  permissions: [], isLeftover: true },
];
