import * as z from "zod";
import { config } from "../../lib/config.ts";
import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { callSummary } from "../../lib/crm/call-request.ts";
import { logCall } from "../../lib/crm/log-call.ts";
import { withRequestDeadline } from "../../lib/http/fetch-deadline.ts";
import { serviceEndpoint } from "../../lib/http/service-endpoint.ts";
import { findCrmSystem } from "../../lib/providers/crm.ts";
import { tenantOwner } from "../../lib/store/owner.ts";

const { CRM_COUNTRY: country, CALL_TIMEOUT_MS: callTimeoutMs } = config("CRM_COUNTRY", "CALL_TIMEOUT_MS");

const contract = {
  about: "Notes a call at the customer, once for each `callId`: repeated, it answers the same.",
  path: z.object({ tenantId: z.string().max(256) }),
  body: callSummary(),
  answer: () =>
    z.object({ success: z.literal(true), activityId: z.string() }).meta({
      id: "CallLogged",
      examples: [{ success: true, activityId: "00TQy00000AbCdEIAV" }],
    }),
};

export const handler = serviceEndpoint(contract, "crm", async ({ service, body, origin }) => {
  const { provider, ...summary } = body;
  const { tenant, providers, actor } = service;
  const { ip, requestId } = origin;
  const dependencies = defaultDependencies();
  return logCall(
    {
      owner: tenantOwner(tenant.id, tenant.entry),
      summary: { ...summary, at: new Date() },
      ...{ provider, providers, country },
      actor: { actor, ip, requestId },
    },
    findCrmSystem,
    { ...dependencies, fetchData: withRequestDeadline(origin, callTimeoutMs, dependencies.fetch) },
  );
});
