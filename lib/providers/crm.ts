// The registry of providers that know customers.
import type { CrmProvider } from "../crm/port.ts";
import type { CrmSystem, FindSystem } from "../crm/systems.ts";
import type { Provider } from "../oauth/definition.ts";
import { applySettings } from "./apply-settings.ts";
import { crm as clioCrm } from "./clio/crm.ts";
import { clio } from "./clio/definition.ts";
import { crm as hubspotCrm } from "./hubspot/crm.ts";
import { hubspot } from "./hubspot/definition.ts";
import { crm as salesforceCrm } from "./salesforce/crm.ts";
import { salesforce } from "./salesforce/definition.ts";
import { crm as shopifyCrm } from "./shopify/crm.ts";
import { shopify } from "./shopify/definition.ts";

const registry: readonly (readonly [Provider, CrmProvider])[] = [
  [salesforce, salesforceCrm],
  [hubspot, hubspotCrm],
  [shopify, shopifyCrm],
  [clio, clioCrm],
];

const systems: ReadonlyMap<string, CrmSystem> = new Map(
  registry.map(([provider, crm]) => [provider.id, { provider: applySettings(provider), crm }]),
);

/** The provider with this id, if it knows customers. */
export const findCrmSystem: FindSystem = (id) => systems.get(id);
