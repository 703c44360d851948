import * as z from "zod";
import { config } from "../../lib/config.ts";
import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { customerSchema, toCustomerAnswer, unknownCustomerProblem } from "../../lib/crm/customer-answer.ts";
import { findCustomer } from "../../lib/crm/find-customer.ts";
import { rejectField } from "../../lib/http/json-body.ts";
import { ok } from "../../lib/http/response.ts";
import { serviceEndpoint } from "../../lib/http/service-endpoint.ts";
import { parsePhone } from "../../lib/phone-forms.ts";
import { findCrmSystem } from "../../lib/providers/crm.ts";
import { customerExample } from "../../lib/providers/crm-examples.ts";
import { tenantOwner } from "../../lib/store/owner.ts";

const { CRM_COUNTRY: country } = config("CRM_COUNTRY");

const contract = {
  about:
    "Finds a tenant's customer by phone, in any spelling: the first of the tenant's systems that knows the number answers.",
  path: z.object({ tenantId: z.string().max(256) }),
  query: z.object({
    phone: z.string().max(64),
    empty: z.literal("200").optional().describe("Answers an unknown number with 200 and no members, in place of 404."),
  }),
  answer: () => z.union([customerSchema(customerExample), z.strictObject({})]),
};

export const handler = serviceEndpoint(contract, "crm", async ({ service, query: { phone, empty }, origin }) => {
  const numbers = parsePhone(phone, country);
  if (numbers === undefined) throw rejectField("phone", "is no phone number.");
  const { tenant, providers, actor } = service;
  const owner = tenantOwner(tenant.id, tenant.entry);
  const { ip, requestId } = origin;
  const request = { owner, numbers, country, providers, actor: { actor, ip, requestId } };
  const finding = await findCustomer(request, findCrmSystem, defaultDependencies());
  const customer = toCustomerAnswer(finding, numbers);
  if (customer !== undefined) return ok(customer);
  if (empty === "200") return ok({});
  throw unknownCustomerProblem(finding);
});
