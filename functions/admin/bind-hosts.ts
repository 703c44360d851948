import * as z from "zod";
import { tenantIdSchema } from "../../lib/connections/integration-schemas.ts";
import { Problem } from "../../lib/errors.ts";
import { ok } from "../../lib/http/response.ts";
import { tenantAdminEndpoint } from "../../lib/http/service-endpoint.ts";
import { writeAudit } from "../../lib/store/audit.ts";
import { toStoredTenant } from "../../lib/store/named-tenant.ts";
import { writeTenantHosts } from "../../lib/store/tenant-hosts.ts";

const path = z.object({ tenantId: tenantIdSchema() });
const host = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^https:\/\/[a-z0-9.:-]+(\/[\w.~/-]*[\w~-])?$/,
    "must be a host's name in lower case or an https address",
  )
  .max(256);
const body = z
  .object({
    provider: z.string().regex(/^[a-z]{1,20}$/, "is not a provider"),
    hosts: z
      .array(host)
      .max(50)
      .nullable()
      .describe(
        "As the provider's checked parameters have them; `[]` where it has one host for everybody, `null` unbinds all.",
      ),
  })
  .meta({ examples: [{ provider: "acme", hosts: ["tenant-123.acme.example"] }] });

const contract = {
  about:
    "Binds hosts of a provider to a tenant, which may use the stage's client there; for the stage's administrators.",
  path,
  body,
  answer: () => z.object({ tenantId: z.string(), provider: z.string(), hosts: z.array(z.string()).nullable() }),
};

export const handler = tenantAdminEndpoint(contract, async ({ user, tenant, body, origin }) => {
  if (!user.isStageAdmin) throw new Problem("forbidden", { detail: "Only an administrator of the stage binds hosts." });
  const { provider, hosts } = body;
  const stored = toStoredTenant(tenant);
  const { ip, requestId } = origin;
  await writeAudit({
    tenant: stored,
    user: tenant.id,
    provider,
    actor: user.user,
    ip,
    requestId,
    action: "hosts_bound",
  });
  await writeTenantHosts(stored, provider, hosts ?? undefined);
  return ok({ tenantId: tenant.id, provider, hosts });
});
