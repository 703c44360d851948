// What the tests know of each provider's sandbox.
import type { ProviderName } from "../../../infra/local/sandbox/state.ts";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { byProvider } from "../../support/by-provider.ts";
import { sandbox } from "../../support/sandbox.ts";

export interface ProviderFacts {
  readonly sandbox: ProviderName;
  readonly displayName: string;
  readonly tokenPath: string;
  /** Another account than the consent page's first. */
  readonly otherAccount: string;
}

const otherAccounts: Readonly<Partial<Record<ProviderId, string>>> = { figma: "ben", slack: "globex", github: "ada" };

export const facts = byProvider(
  ({ id, application, displayName, sandbox: { endpoints } }): ProviderFacts => ({
    sandbox: application,
    displayName,
    tokenPath: endpoints.token,
    otherAccount: otherAccounts[id] ?? "ben@example.com",
  }),
);

export const getSandbox = (provider: ProviderId) => sandbox(facts[provider].sandbox);

/** How often the provider was asked for tokens. */
export async function countTokenCalls(provider: ProviderId): Promise<number> {
  return (await getSandbox(provider).requests(facts[provider].tokenPath)).length;
}
