// /api/oauth: the same flows for backend services, with tokens for those that may read them.
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Manifest } from "../../lib/providers/manifest.ts";
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

/** What reading and renewing tokens of these providers takes. */
const openTokens = (ids: readonly ProviderId[]): readonly Permission[] => [
  ...["connections:read" as const, "connections:write" as const, "grants:hold" as const, "client-ids:read" as const],
  ...ids.flatMap((id) => [`vault:seal:connection:${id}` as const, `client-secret:${id}` as const]),
];

/** The providers whose tokens a service may read. */
const listReadable = (services: Stage["services"]): readonly ProviderId[] => [
  ...new Set(services.flatMap(({ may, providers }) => (may.includes("token") ? providers : []))),
];

/** Those that grant tokens to the client itself. */
const listWithClientCredentials = (all: readonly Manifest[]): readonly ProviderId[] =>
  all.filter(({ hasClientCredentials }) => hasClientCredentials).map(({ id }) => id);

/** Where flows end in an application that has no pages for it. */
const resultPageRoutes: readonly Route[] = (
  ["GET /oauth/success", "GET /oauth/error", "GET /integrations/success", "GET /integrations/error"] as const
).map((on) => ({ on, run: "oauth/result-page", caller: "nobody", perSecond: 100, permissions: [] }));

type BrokerSettings = Partial<Pick<Stage, "services" | "resultPages">>;

// biome-ignore format: a table is read by its columns
export const brokerRoutes = (all: readonly Manifest[], { services = [], resultPages = false }: BrokerSettings): readonly Route[] => [
  { on: "POST /api/oauth/authorize",               run: "oauth/authorize",          caller: "user-or-service",  perSecond: 100, provider: "every", permissions: [...servicePermissions, ...startFlowPermissions, "former-callbacks:configure"] },
  { on: "POST /api/oauth/token",                   run: "oauth/token",              caller: "service",          perSecond: 200, provider: "every", permissions: [...servicePermissions, ...openTokens(listReadable(services)), "usage:count"] },
  { on: "POST /api/oauth/status",                  run: "oauth/status",             caller: "user-or-service",  perSecond: 200, provider: "every", permissions: [...servicePermissions, "connections:read"] },
  { on: "POST /api/oauth/revoke",                  run: "oauth/revoke",             caller: "user-or-service",  perSecond: 50,  provider: "every", permissions: [...servicePermissions, ...disconnectPermissions] },
  { on: "POST /api/oauth/client-credentials",      run: "oauth/client-credentials", caller: "service-or-admin", perSecond: 50,  provider: "every", permissions: [...servicePermissions, ...openTokens(listWithClientCredentials(all)), "tenant-hosts:read", "ehr-servers:read", "usage:count"] },
  { on: "PUT /api/admin/tenants/{tenantId}/hosts", run: "admin/bind-hosts",         caller: "admin",            perSecond: 5,   permissions: ["tenant-hosts:write", "audit:write"] },
  ...(resultPages ? resultPageRoutes : []),
];
