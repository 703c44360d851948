import { Problem } from "../errors.ts";
import type { Origin } from "../http/endpoint.ts";
import { requireProvider, type UserOrService } from "../http/service-endpoint.ts";
import type { Connection } from "../store/connection.ts";
import type { Owner } from "../store/owner.ts";
import { listIntegrations, resolveServiceOwner, resolveUserOwner } from "./integrations.ts";

interface Asked {
  readonly userId?: string | undefined;
  readonly integrationId: string;
}

/**
 * Lists the connections that a user or a service means, newest first; none where the user is not whom they mean.
 * @throws Problem invalid_request where a service names no user; forbidden, audited, for a provider that is not the service's
 */
export async function listCallersIntegrations(
  caller: UserOrService,
  { userId, integrationId }: Asked,
  origin: Origin,
): Promise<Connection[]> {
  const owner = resolveOwner(caller, userId);
  if (owner === undefined) return [];
  const found = await listIntegrations(owner, integrationId);
  const { service } = caller;
  if (service !== undefined) {
    for (const { provider, id } of found)
      await requireProvider(service, { ...owner, provider, connection: id }, origin);
  }
  return found;
}

function resolveOwner({ user, service }: UserOrService, userId: string | undefined): Owner | undefined {
  if (service === undefined) return resolveUserOwner(user, userId);
  if (userId !== undefined) return resolveServiceOwner(service.tenant, userId);
  throw new Problem("invalid_request", { detail: "userId: is missing", members: { field: "userId" } });
}
