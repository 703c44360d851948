// What the tests know of each provider's sandbox.
import type { ProviderName } from "../../../infra/local/sandbox/state.ts";
import type { ProviderId } from "../../../lib/providers/ids.ts";
import { sandbox } from "../../support/sandbox.ts";

export interface ProviderFacts {
  readonly sandbox: ProviderName;
  readonly displayName: string;
  readonly tokenPath: string;
  /** Another account than the consent page's first. */
  readonly otherAccount: string;
}

export const facts: Readonly<Record<ProviderId, ProviderFacts>> = {
  figma: { sandbox: "figma", displayName: "Figma", tokenPath: "/v1/oauth/token", otherAccount: "ben" },
  slack: { sandbox: "slack", displayName: "Slack", tokenPath: "/api/oauth.v2.access", otherAccount: "globex" },
  github: { sandbox: "github", displayName: "GitHub", tokenPath: "/login/oauth/access_token", otherAccount: "ada" },
  gmail: { sandbox: "google", displayName: "Gmail", tokenPath: "/token", otherAccount: "ben@example.com" },
  calendar: { sandbox: "google", displayName: "Google Calendar", tokenPath: "/token", otherAccount: "ben@example.com" },
};

export const sandboxOf = (provider: ProviderId) => sandbox(facts[provider].sandbox);

/** How often the provider was asked for tokens. */
export async function tokenCalls(provider: ProviderId): Promise<number> {
  return (await sandboxOf(provider).requests(facts[provider].tokenPath)).length;
}
