// /api/crm: a tenant's customers by phone, and calls with them.
import type { Manifest } from "../../lib/providers/manifest.ts";
import type { Stage } from "../config.ts";
import type { Permission } from "../permissions.ts";
import type { Route } from "../route.ts";

/** A call that is broken off may or may not have been noted. */
const noteSeconds = 12;

/**
 * The rows, with what the Lambdas need of the providers that have customers.
 * @param services no other providers can be asked than those that a service may use
 */
export function crmRoutes(all: readonly Manifest[], services: Stage["services"]): Route[] {
  const withKeys = all.filter(({ hasCustomers, apiKeys = [] }) => hasCustomers && apiKeys.length > 0);
  const used = new Set(services.flatMap(({ may, providers }) => (may.includes("crm") ? providers : [])));
  const able = all.filter(({ id, hasCustomers }) => hasCustomers && used.has(id));
  const call: readonly Permission[] = [
    "services:configure",
    "crm:configure",
    "usage:count",
    "counters:write",
    "connectors:read",
    "connections:write",
    "grants:hold",
    "audit:write",
    "client-ids:read",
    "customers-secret:read",
    "customers:keep",
    "vault:seal:customer",
    ...able.flatMap(({ id }): Permission[] => [`vault:seal:connection:${id}`, `client-secret:${id}`]),
    ...withKeys
      .filter((one) => able.includes(one))
      .flatMap(({ id }): Permission[] => [`vault:open:connector:${id}`, `api-keys:${id}`]),
  ];
  const change: readonly Permission[] = ["connectors:read", "connectors:write", "counters:write", "audit:write"];
  const sealKeys = withKeys.map(({ id }): Permission => `vault:seal:connector:${id}`);
  // biome-ignore format: a table is read by its columns
  return [
    { on: "POST /api/crm/connectors",                 run: "crm/save-connector",   caller: "admin",   perSecond: 10,  provider: "every", permissions: [...change, "tenant-hosts:read", ...sealKeys] },
    { on: "GET /api/crm/connectors",                  run: "crm/list-connectors",  caller: "admin",   perSecond: 20,  permissions: ["connectors:read", "audit:write"] },
    { on: "DELETE /api/crm/connectors/{id}",          run: "crm/delete-connector", caller: "admin",   perSecond: 10,  permissions: change },
    { on: "GET /api/crm/{tenantId}/customers",        run: "crm/find-customer",    caller: "service", perSecond: 200, provider: "every", permissions: call, callSeconds: 2 },
    { on: "POST /api/crm/{tenantId}/call-summaries",  run: "crm/log-call",         caller: "service", perSecond: 100, provider: "every", permissions: [...call, "once:claim"], callSeconds: noteSeconds },
  ];
}
