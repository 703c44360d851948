// The registry of provider definitions: the only list that code loops over.
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { invalidServiceProblem } from "../invalid-service.ts";
import type { Provider } from "../oauth/definition.ts";
import { isProviderId, type ProviderId } from "../provider-ids.ts";
import { applySettings } from "./apply-settings.ts";
import { calendar } from "./calendar/definition.ts";
import { cerner } from "./cerner/definition.ts";
import { clio } from "./clio/definition.ts";
import { epic } from "./epic/definition.ts";
import { figma } from "./figma/definition.ts";
import { github } from "./github/definition.ts";
import { gmail } from "./gmail/definition.ts";
import { hubspot } from "./hubspot/definition.ts";
import { salesforce } from "./salesforce/definition.ts";
import { shopify } from "./shopify/definition.ts";
import { slack } from "./slack/definition.ts";

const registry: Readonly<Record<ProviderId, Provider>> = {
  ...{ figma, slack, github, gmail, calendar, salesforce, hubspot },
  ...{ epic, cerner, shopify, clio },
};

/** Every provider with the stage's settings applied. */
export const providers: readonly Provider[] = Object.values(registry).map(applySettings);

/** The provider with this id. @throws Problem not_found for an unknown id */
export function getProvider(id: string): Provider {
  const found = findProvider(id);
  if (found === undefined) throw new Problem("not_found", { detail: "There is no such provider." });
  return found;
}

/** The provider that a request to the gateway's surface names. @throws Problem invalid_request for an unknown name */
export function getService(id: string): Provider {
  const found = findProvider(id);
  if (found === undefined) throw invalidServiceProblem();
  return found;
}

const findProvider = (id: string): Provider | undefined =>
  isProviderId(id) ? providers.find((provider) => provider.id === id) : undefined;

/** The provider a Lambda was deployed for. */
export function getProviderFromEnvironment(): Provider {
  return getProvider(config("PROVIDER").PROVIDER);
}
