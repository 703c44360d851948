import * as z from "zod";
import { connectTenant, readTenantParams } from "../../lib/connections/client-credentials.ts";
import {
  integrationIdSchema,
  paramsSchema,
  scopesSchema,
  tenantIdSchema,
} from "../../lib/connections/integration-schemas.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { requireProvider, serviceOrAdminEndpoint } from "../../lib/http/service-endpoint.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { requireTenantHosts } from "../../lib/providers/tenant-hosts.ts";
import { tenantOwner } from "../../lib/store/owner.ts";

const example = {
  provider: "acme",
  integrationId: "acme_tenant_123",
  tenantId: "tenant_123",
  params: { loginHost: "tenant-123.acme.example" },
};

const body = z
  .object({
    provider: z.string("is missing"),
    integrationId: integrationIdSchema(),
    tenantId: tenantIdSchema(),
    scopes: scopesSchema().optional(),
    params: paramsSchema().optional(),
  })
  .meta({ examples: [example] });

const contract = {
  about:
    "Connects a provider for a tenant itself, with the client's own credentials. The operator binds the host to the tenant beforehand; another one is 403.",
  body,
  answer: () =>
    z.object({ success: z.literal(true), integrationId: z.string(), message: z.string() }).meta({
      examples: [{ success: true, integrationId: example.integrationId, message: "Acme connected successfully" }],
    }),
  limit: limitPerMinute("start"),
};

export const handler = serviceOrAdminEndpoint(contract, "connect", async ({ body, tenant, origin, ...caller }) => {
  const provider = getProvider(body.provider);
  const params = readTenantParams(provider, body.params);
  const owner = tenantOwner(tenant.id, tenant.entry);
  if (caller.service !== undefined) await requireProvider(caller.service, { ...owner, provider: provider.id }, origin);
  const actor = caller.service === undefined ? caller.user.user : caller.service.actor;
  await requireTenantHosts({ tenant, provider: provider.id, params, actor }, origin);
  const { integrationId, scopes } = body;
  const by = { actor, ip: origin.ip, requestId: origin.requestId };
  await connectTenant(provider, { tenant, integrationId, scopes, params, actor: by });
  return ok({ success: true as const, integrationId, message: `${provider.displayName} connected successfully` });
});
