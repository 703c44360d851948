import {
  checkBinding,
  connectorRequest,
  connectorSchema,
  describeAdminAction,
  parseBaseUrl,
  requireSystem,
  saveConnector,
  toConnectorView,
} from "../../lib/crm/connector-requests.ts";
import { rejectField } from "../../lib/http/json-body.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { createdResponse, ok } from "../../lib/http/response.ts";
import { tenantAdminEndpoint } from "../../lib/http/service-endpoint.ts";
import { findCrmSystem } from "../../lib/providers/crm.ts";
import { connectorExample } from "../../lib/providers/crm-examples.ts";
import { readConnectedConnectors } from "../../lib/store/customer-lookup.ts";
import { toOwner, toStoredTenant } from "../../lib/store/named-tenant.ts";
import { tenantOwner } from "../../lib/store/owner.ts";
import { getVaultFromEnvironment } from "../../lib/vault/vault.ts";

const contract = {
  about:
    "Makes a system in which a tenant's customers are looked up by phone, or changes the one that the tenant has at this provider. Its access token is found by itself.",
  body: connectorRequest(),
  answer: () => connectorSchema(connectorExample),
  status: 201,
  mayExist: true,
  limit: limitPerMinute("write"),
} as const;

export const handler = tenantAdminEndpoint(contract, async ({ user, tenant, body, origin }) => {
  const { provider, apiKey, userId, position } = body;
  const system = requireSystem(provider, findCrmSystem);
  const { origin: address, params } = parseBaseUrl(body.baseUrl, system);
  const isBound = await checkBinding({ tenant, provider, params, user }, origin);
  if (apiKey !== undefined && system.crm.operatorKeys === undefined)
    throw rejectField("apiKey", `${system.provider.displayName} takes none: connect it.`);
  const owner = tenantOwner(tenant.id, tenant.entry);
  const isOwnTenant = user.tenant === toStoredTenant(tenant);
  const helper =
    userId === undefined
      ? isOwnTenant
        ? { tenant: user.tenant, user: user.user }
        : undefined
      : toOwner(tenant, userId);
  const now = Date.now() / 1000;
  const audit = describeAdminAction(tenant, user, origin);
  const { id, isNew } = await saveConnector(
    { owner, provider, origin: address, isBound, apiKey, user: helper, position, audit, now },
    getVaultFromEnvironment,
  );
  const connected = (await readConnectedConnectors(owner)).find(({ connector }) => connector.id === id);
  if (connected === undefined) throw rejectField("provider", "was removed meanwhile.");
  const view = toConnectorView(connected, owner, now);
  return isNew ? createdResponse(view) : ok(view);
});
