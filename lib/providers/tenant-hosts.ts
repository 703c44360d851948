// Whether a tenant may use the operator's client at the hosts that a connection is to have.
import { requireBoundHosts, type WantedHosts } from "../connections/tenant-hosts.ts";
import { findEhrServer, isForTenant } from "../ehr/servers.ts";
import type { Origin } from "../http/endpoint.ts";
import { toStoredTenant } from "../store/named-tenant.ts";

interface WantedConnection extends Omit<WantedHosts, "hosts"> {
  /** As the provider's definition has checked them. Each is a host, or an address. */
  readonly params: Readonly<Record<string, string>>;
}

/** @throws Problem forbidden, audited, for a host that is not bound to the tenant, nor registered as a server of an EHR for it */
export async function requireTenantHosts(
  { params, ...wanted }: WantedConnection,
  origin: Pick<Origin, "ip" | "requestId">,
): Promise<void> {
  const { fhirBaseUrl } = params;
  const server = fhirBaseUrl === undefined ? undefined : await findEhrServer(fhirBaseUrl);
  if (server?.provider === wanted.provider && isForTenant(server, toStoredTenant(wanted.tenant))) return;
  await requireBoundHosts({ ...wanted, hosts: Object.values(params) }, origin);
}
