// /api/v1/oauth: the same flows with the requests and answers of a business assistant's gateway.
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Route } from "../route.ts";
import { disconnectPermissions, finishFlowPermissions, startFlowPermissions } from "./permission-sets.ts";

// biome-ignore format: a table is read by its columns
export const oauthV1Flows = (id: ProviderId): Route[] => [
  { on: `GET /api/v1/oauth/${id}/start`,    run: "oauth-v1/start",    provider: id, caller: "user",  perSecond: 100, permissions: startFlowPermissions },
  { on: `GET /api/v1/oauth/${id}/callback`, run: "oauth-v1/callback", provider: id, caller: "state", perSecond: 100, permissions: finishFlowPermissions(id) },
];

// biome-ignore format: a table is read by its columns
export const oauthV1Routes: readonly Route[] = [
  { on: "GET /api/v1/oauth/{service}/status",        run: "oauth-v1/status",      caller: "user", perSecond: 200, permissions: ["connections:read"] },
  { on: "GET /api/v1/oauth/connections",             run: "oauth-v1/connections", caller: "user", perSecond: 200, permissions: ["connections:read"] },
  { on: "DELETE /api/v1/oauth/{service}/disconnect", run: "oauth-v1/disconnect",  caller: "user", perSecond: 50,  permissions: disconnectPermissions },
];
