import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { chooseAdminTenant } from "../../lib/http/named-tenant.ts";
import { ok } from "../../lib/http/response.ts";
import { requireOn } from "../../lib/mcp/require-on.ts";
import { writeAudit } from "../../lib/store/audit.ts";
import { deleteKeptQueryAnswers } from "../../lib/store/kept-query-answers.ts";
import { toStoredTenant } from "../../lib/store/named-tenant.ts";

const contract = {
  operationId: "mcpClearCache",
  about: "Forgets the kept answers of a tenant's users; for administrators. Those of the stage may name any tenant.",
  query: z.object({ tenantId: z.string().max(256).optional().describe("Default: the caller's own.") }),
  answer: () =>
    z
      .object({ success: z.boolean(), message: z.string() })
      .meta({ examples: [{ success: true, message: "All kept answers are forgotten." }] }),
};

export const handler = adminEndpoint(contract, async (request) => {
  await requireOn();
  const { user, query, origin } = request;
  const named =
    query.tenantId === undefined ? undefined : await chooseAdminTenant(user, { ...request, path: {}, body: {} });
  const tenant = named === undefined ? user.tenant : toStoredTenant(named);
  await deleteKeptQueryAnswers(tenant);
  const { ip, requestId } = origin;
  await writeAudit({ tenant, user: user.user, actor: user.user, ip, requestId, action: "answers_forgotten" });
  return ok({ success: true, message: "All kept answers are forgotten." });
});
