import * as z from "zod";
import { describeAdminAction } from "../../lib/crm/connector-requests.ts";
import { Problem } from "../../lib/errors.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { tenantAdminEndpoint } from "../../lib/http/service-endpoint.ts";
import { type Connector, changeConnectors } from "../../lib/store/connectors.ts";
import { tenantOwner } from "../../lib/store/owner.ts";

const contract = {
  about: "Removes a connector. What was kept of its answers is not used any more.",
  path: z.object({ id: z.string().max(64) }),
  query: z.object({ tenantId: z.string().max(256).optional() }),
  answer: () => z.object({ message: z.string() }),
  limit: limitPerMinute("write"),
};

export const handler = tenantAdminEndpoint(contract, async ({ user, tenant, path: { id }, origin }) => {
  const remove = (before: readonly Connector[]) => {
    const found = before.find((one) => one.id === id);
    if (found === undefined) throw new Problem("not_found", { detail: "There is no such connector." });
    return { connectors: before.filter((one) => one !== found), provider: found.provider };
  };
  const audit = { ...describeAdminAction(tenant, user, origin), action: "connector_removed" } as const;
  await changeConnectors(tenantOwner(tenant.id, tenant.entry), remove, audit);
  return ok({ message: "The connector is removed." });
});
