// Services of the local cloud, whose tokens its identity provider signs.
import { providerIds } from "../../lib/provider-ids.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import type { StageInput } from "../config.ts";

/** The clients: one for a single tenant, one for all of them, and one that may only read the tokens of one provider. */
export const localServices = (issuer: string): NonNullable<StageInput["services"]> => [
  {
    ...{ issuer, clientId: "voice-agents", tenants: ["acme"], providers: [...providerIds] },
    ...{ may: ["token", "crm", "ehr", "connect"], perMinute: 6000 },
  },
  {
    ...{ issuer, clientId: "call-center", tenants: "*", providers: [...providerIds] },
    ...{ may: ["token", "crm", "ehr", "connect"], perMinute: 6000 },
  },
  { issuer, clientId: "one-provider", tenants: ["acme"], providers: providerIds.slice(0, 1), may: ["token"] },
];

/** The seed data's organizations, for the providers that take a client at a tenant's own host; Globex has its own alone. */
export const localTenantHosts: NonNullable<StageInput["tenantHosts"]> = manifests
  .filter(({ hasClientCredentials }) => hasClientCredentials)
  .flatMap(({ id: provider, sandbox: { tenantHosts = {} } }) =>
    Object.entries(tenantHosts).map(([tenant, hosts]) => ({ tenant, provider, hosts: [...hosts] })),
  );
