// The connection by which a tenant's systems use an EHR.
import { Problem } from "../errors.ts";
import type { Connection } from "../store/connection.ts";
import { listConnections } from "../store/connections.ts";
import type { NamedTenant } from "../store/named-tenant.ts";
import { tenantOwner } from "../store/owner.ts";

/**
 * The tenant's connection to an EHR: the one that is called `<provider>_<tenant>`, else the one that works and was made last.
 * @param providers ids of the EHRs that the caller may use
 * @throws Problem not_connected
 */
export async function findTenantConnection(tenant: NamedTenant, providers: readonly string[]): Promise<Connection> {
  const all = await listConnections(tenantOwner(tenant.id, tenant.entry));
  const own = all.filter(({ provider }) => providers.includes(provider));
  const named = own.find(({ provider, integrationId }) => integrationId === `${provider}_${tenant.id}`);
  const found = named ?? own.find(({ status }) => status === "active") ?? own[0];
  if (found !== undefined) return found;
  throw new Problem("not_connected", { detail: "No EHR is connected for this tenant." });
}
