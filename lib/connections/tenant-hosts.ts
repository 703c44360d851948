// The hosts at which a tenant may use the operator's client. The operator says so: a tenant that names another's shop, My Domain or
// hospital would speak there with a secret that is not its own.
import { config } from "../config.ts";
import { auditRefusal } from "../http/audited-refusal.ts";
import type { Origin } from "../http/endpoint.ts";
import { findEntryName } from "../jwt/entries.ts";
import { type NamedTenant, toStoredTenant } from "../store/named-tenant.ts";
import { readTenantHosts } from "../store/tenant-hosts.ts";

/** What a tenant wants to use. */
export interface WantedHosts {
  readonly tenant: NamedTenant;
  readonly provider: string;
  /** As the provider's checked parameters have them; none where the provider has one host for everybody. */
  readonly hosts: readonly string[];
  /** Who asks, for the audit. */
  readonly actor: string;
}

/** Whether the stage's configuration, or an administrator of the stage, gives the tenant all of these hosts. */
export async function areHostsBound({ tenant, provider, hosts }: Omit<WantedHosts, "actor">): Promise<boolean> {
  const configured = config("TENANT_HOSTS").TENANT_HOSTS.filter(
    (entry) => entry.tenant === tenant.id && entry.provider === provider && readEntry(entry.usersOf) === tenant.entry,
  );
  if (configured.some((entry) => hosts.every((host) => entry.hosts.includes(host)))) return true;
  const stored = await readTenantHosts(toStoredTenant(tenant), provider);
  return stored !== undefined && hosts.every((host) => stored.includes(host));
}

/** @throws Problem forbidden, audited, for a host that is not the tenant's */
export async function requireBoundHosts(wanted: WantedHosts, origin: Pick<Origin, "ip" | "requestId">): Promise<void> {
  if (await areHostsBound(wanted)) return;
  const { tenant, provider, actor } = wanted;
  const of = { tenant: toStoredTenant(tenant), user: tenant.id, provider, actor };
  const detail = "This host is not bound to the tenant. The operator binds it.";
  throw await auditRefusal({ ...of, reason: "foreign_host", detail }, origin);
}

const readEntry = (issuer: string | undefined) => (issuer === undefined ? undefined : findEntryName(issuer));
