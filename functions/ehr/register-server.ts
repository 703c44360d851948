import * as z from "zod";
import { isFhirBaseUrl } from "../../lib/ehr/fhir-base-url.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { tenantAdminEndpoint } from "../../lib/http/service-endpoint.ts";
import { registerServer } from "../../lib/providers/register-ehr-server.ts";

const body = z.object({
  tenantId: z.string().optional().describe("Default: your own tenant."),
  provider: z.string().max(40),
  fhirBaseUrl: z
    .string()
    .refine(isFhirBaseUrl, "must be an https address with a lower-case host, without a slash at the end"),
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]{1,253}$/))
    .max(10)
    .default([])
    .describe("Hosts of its authorization server, where that is not its own. For administrators of the stage."),
});

const contract = {
  about:
    "Registers a FHIR server for a tenant. Administrators of the stage register any; those of a tenant only the ones that the stage's configuration binds to it.",
  body,
  answer: () =>
    z.object({
      id: z.string(),
      tenantId: z.string(),
      provider: z.string(),
      fhirBaseUrl: z.string(),
      status: z.literal("registered"),
    }),
  limit: limitPerMinute("write"),
};

export const handler = tenantAdminEndpoint(contract, async ({ user, tenant, body, origin }) => {
  const { provider, fhirBaseUrl, hosts } = body;
  const id = await registerServer({ user, tenant, origin }, { provider, fhirBaseUrl, hosts });
  return ok({ id, tenantId: tenant.id, provider, fhirBaseUrl, status: "registered" as const });
});
