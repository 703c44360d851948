import { Problem } from "../errors.ts";
import { providerIds } from "../provider-ids.ts";
import type { Connection } from "../store/connection.ts";
import { readConnection } from "../store/connections.ts";
import { listEventRecipients } from "../store/event-routes.ts";
import { listRowTenants } from "../store/named-tenant.ts";

/**
 * Finds a connection by its id alone: events are routed by it too, and such a row names the owner.
 * @param tenant the only tenant to look in; undefined for all
 * @throws Problem not_found, also for one of another tenant
 */
export async function findVisibleConnection(id: string, tenant: string | undefined): Promise<Connection> {
  const tenants = tenant === undefined ? undefined : listRowTenants(tenant);
  const routed = await Promise.all(providerIds.map((provider) => listEventRecipients(provider, [id])));
  const place = routed.flat().find((one) => one.id === id && (tenants === undefined || tenants.includes(one.tenant)));
  const connection = place && (await readConnection(place));
  if (connection === undefined) throw new Problem("not_found", { detail: "There is no such connection." });
  return connection;
}
