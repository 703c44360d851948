// /api/oauth: the same flows for backend services, with tokens for those that may read them.
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Stage } from "../config.ts";
import type { Permission } from "../permissions.ts";
import type { Route } from "../route.ts";
import {
  disconnectPermissions,
  finishFlowPermissions,
  servicePermissions,
  startFlowPermissions,
} from "./permission-sets.ts";

/** A provider's callback, and the former addresses that the stage still takes for it: all are one Lambda. */
export function brokerCallbacks(id: ProviderId, formerCallbacks: Stage["formerCallbacks"] = {}): Route[] {
  const row = { run: "oauth/callback", provider: id, caller: "state", perSecond: 100 } as const;
  const permissions = [...finishFlowPermissions(id), "connections:read" as const];
  const paths = [
    `/api/oauth/callback/${id}` as const,
    ...(formerCallbacks.shared === id ? (["/api/oauth/callback"] as const) : []),
    ...(formerCallbacks.named?.includes(id) ? ([`/auth/${id}/callback`] as const) : []),
  ];
  return paths.map((path) => ({ ...row, on: `GET ${path}`, permissions }));
}

/** What reading and renewing a provider's tokens takes. */
const openPermissions = (id: ProviderId): readonly Permission[] => [
  `vault:seal:connection:${id}`,
  `client-secret:${id}`,
];

/** The providers whose tokens a service may read. */
const listReadable = (services: Stage["services"]): readonly ProviderId[] => [
  ...new Set(services.flatMap(({ may, providers }) => (may.includes("token") ? providers : []))),
];

// biome-ignore format: a table is read by its columns
export const brokerRoutes = ({ services }: Pick<Stage, "services">): readonly Route[] => [
  { on: "POST /api/oauth/authorize", run: "oauth/authorize", caller: "user-or-service", perSecond: 100, provider: "every", permissions: [...servicePermissions, ...startFlowPermissions, "former-callbacks:configure"] },
  { on: "POST /api/oauth/token",     run: "oauth/token",     caller: "service",         perSecond: 200, provider: "every", permissions: [...servicePermissions, "connections:read", "connections:write", "grants:hold", "client-ids:read", ...listReadable(services).flatMap(openPermissions)] },
  { on: "POST /api/oauth/status",    run: "oauth/status",    caller: "user-or-service", perSecond: 200, provider: "every", permissions: [...servicePermissions, "connections:read"] },
  { on: "POST /api/oauth/revoke",    run: "oauth/revoke",    caller: "user-or-service", perSecond: 50,  provider: "every", permissions: [...servicePermissions, ...disconnectPermissions] },
];
