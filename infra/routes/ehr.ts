// /api/ehr: launches from EHRs, patients for services, and the keys with which systems authenticate there.
import type { Manifest } from "../../lib/providers/manifest.ts";
import type { Stage } from "../config.ts";
import type { Permission } from "../permissions.ts";
import type { Route, RouteSettings } from "../route.ts";

const listEhrs = (all: readonly Manifest[]) => all.flatMap(({ id, isEhr }) => (isEhr ? [id] : []));

/**
 * What reading and renewing a tenant's token takes, with the sealed addresses of further pages. No other EHRs can be asked than those
 * that a service may use.
 */
const searchPermissions = (all: readonly Manifest[], services: Stage["services"]): readonly Permission[] => [
  ...(["services:configure", "counters:write", "audit:write", "usage:count"] as const),
  ...(["connections:read", "connections:write", "grants:hold", "client-ids:read", "ehr-servers:read"] as const),
  ...(["cache:read", "cache:write"] as const),
  ...listEhrs(all)
    .filter((id) => services.some(({ may, providers }) => may.includes("ehr") && providers.includes(id)))
    .flatMap((id) => [
      `vault:seal:connection:${id}` as const,
      `vault:seal:cache:${id}` as const,
      `client-secret:${id}` as const,
    ]),
];

// biome-ignore format: a table is read by its columns
export const ehrRoutes = (all: readonly Manifest[], { services = [], ehr }: RouteSettings): readonly Route[] => [
  { on: "GET /api/ehr/launch",                         run: "ehr/launch",          caller: "nobody",  perSecond: 50, permissions: ["ehr-servers:read", "launches:hold", ...listEhrs(all).map((id) => `vault:seal:launch:${id}` as const)] },
  ...(ehr?.launchPage ? [{ on: "GET /integrations/launch", run: "ehr/launch-page", caller: "nobody", perSecond: 50, permissions: [] } as const] : []),
  { on: "POST /api/ehr/servers",                       run: "ehr/register-server", caller: "admin",   perSecond: 10, permissions: ["ehr-servers:read", "ehr-servers:write", "audit:write", "counters:write"], provider: "every" },
  { on: "POST /api/ehr/{tenantId}/patients/search",    run: "ehr/search-patients", caller: "service", perSecond: 50, permissions: searchPermissions(all, services), provider: "every" },
  ...(ehr?.patientsByGet ? [{ on: "GET /api/ehr/{tenantId}/patients", run: "ehr/list-patients", caller: "service", perSecond: 50, permissions: searchPermissions(all, services), provider: "every" } as const] : []),
  { on: "GET /.well-known/jwks.json",                  run: "ehr/serve-keys",      caller: "nobody",  perSecond: 50, permissions: ["signing-keys:publish"] },
  { on: "GET /api/jwks",                               run: "ehr/serve-keys", lambda: "ehr/serve-keys-alias",      caller: "nobody",  perSecond: 50, permissions: ["signing-keys:publish"] },
];

/** Lambdas that begin flows at an EHR must know its servers, and one of them takes up launches. */
export function addEhrRights(row: Route, all: readonly Manifest[]): Route {
  const isEhr = row.provider === "every" || all.some(({ id, isEhr }) => isEhr && id === row.provider);
  if (!isEhr || !row.permissions.includes("states:write")) return row;
  const launches = listEhrs(all).map((id) => `vault:open:launch:${id}` as const);
  const more: readonly Permission[] = row.run === "oauth/authorize" ? ["launches:take", ...launches] : [];
  return { ...row, permissions: [...row.permissions, "ehr-servers:read", ...more] };
}
