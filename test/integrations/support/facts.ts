// Facts about each provider's sandbox.
import type { ProviderName } from "../../../infra/local/sandbox/state.ts";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { byProvider } from "../../support/by-provider.ts";
import { fillPath } from "../../support/flow-params.ts";
import { sandbox } from "../../support/sandbox.ts";

export interface ProviderFacts {
  readonly sandbox: ProviderName;
  readonly displayName: string;
  readonly tokenPath: string;
  /** An account that is not the first on the consent page. */
  readonly otherAccount: string;
}

const otherAccounts: Readonly<Partial<Record<ProviderId, string>>> = {
  figma: "ben",
  slack: "globex",
  github: "ada",
  salesforce: "ben",
  hubspot: "ben",
  epic: "ben",
  cerner: "ben",
};

export const facts = byProvider(
  ({ id, application, displayName, sandbox: { endpoints } }): ProviderFacts => ({
    sandbox: application,
    displayName,
    tokenPath: fillPath(id, endpoints.token),
    otherAccount: otherAccounts[id] ?? "ben@example.com",
  }),
);

export const getSandbox = (provider: ProviderId) => sandbox(facts[provider].sandbox);

/** The number of requests to the provider's token endpoint. */
export async function countTokenCalls(provider: ProviderId): Promise<number> {
  return (await getSandbox(provider).requests(facts[provider].tokenPath)).length;
}
