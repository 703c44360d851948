import * as z from "zod";
import {
  adminConnectionSchema,
  createConnectionFilter,
  toAdminConnectionView,
} from "../../lib/connections/admin-view.ts";
import { createConnectionPageToken, readConnectionPageToken } from "../../lib/connections/connection-page-token.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { chooseVisibleTenant } from "../../lib/http/visible-tenant.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { searchConnections } from "../../lib/store/connection-search.ts";
import { listRowTenants } from "../../lib/store/named-tenant.ts";
import { shownStatuses } from "../../lib/store/shown-status.ts";

const query = z.object({
  q: z.string().min(1).max(256).optional().describe("Part of the user's id, e-mail address or name at the provider."),
  status: z.enum(shownStatuses).optional(),
  provider: z.enum(providerIds).optional(),
  tenant: z.string().min(1).max(256).optional().describe("For administrators of the stage, who see all otherwise."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  pageToken: z.string().max(4096).optional(),
});

const about =
  "Lists connections of all users, a tenant's most recently connected first, then those of the tenant itself; a page may be empty and still have a next.";
const answer = () => z.object({ connections: z.array(adminConnectionSchema()), nextPageToken: z.string().optional() });

/** A page looks at a limited number of connections, so it can be short or empty and still have a next page. */
export const handler = adminEndpoint({ about, query, answer }, async ({ user, query }) => {
  const tenant = chooseVisibleTenant(user, query.tenant);
  const tenants = tenant === undefined ? undefined : listRowTenants(tenant);
  const { found, next } = await searchConnections({
    tenants,
    provider: query.provider,
    isWanted: createConnectionFilter(query),
    limit: query.limit,
    after: readConnectionPageToken(query.pageToken, tenants),
  });
  return ok({
    connections: found.map((connection) => toAdminConnectionView(connection, user.isStageAdmin)),
    nextPageToken: createConnectionPageToken(next),
  });
});
