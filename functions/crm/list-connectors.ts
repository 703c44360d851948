import * as z from "zod";
import { connectorSchema, toConnectorView } from "../../lib/crm/connector-requests.ts";
import { ok } from "../../lib/http/response.ts";
import { tenantAdminEndpoint } from "../../lib/http/service-endpoint.ts";
import { connectorExample } from "../../lib/providers/crm-examples.ts";
import { readConnectedConnectors } from "../../lib/store/customer-lookup.ts";
import { tenantOwner } from "../../lib/store/owner.ts";

const contract = {
  about: "Lists the systems in which a tenant's customers are looked up, in the order in which their answers count.",
  query: z.object({ tenantId: z.string().max(256).optional() }),
  answer: () => z.object({ connectors: z.array(connectorSchema(connectorExample)) }),
};

export const handler = tenantAdminEndpoint(contract, async ({ tenant }) => {
  const owner = tenantOwner(tenant.id, tenant.entry);
  const connectors = await readConnectedConnectors(owner);
  return ok({ connectors: connectors.map((one) => toConnectorView(one, owner, Date.now() / 1000)) });
});
