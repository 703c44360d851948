// The steps of connecting an account on surface A, as separate functions.
import { z } from "zod";
import type { ProviderId } from "../../lib/provider-ids.ts";
import type { Answer, Browser } from "./api.ts";
import { flowParams } from "./flow-params.ts";

const started = z.object({ authorizationUrl: z.url() });

/** Starts a flow. @returns the provider's authorization URL @throws when the start is refused */
export async function startFlow(user: Browser, provider: ProviderId, query: Record<string, string> = {}): Promise<URL> {
  const params = flowParams[provider];
  const all = { ...(params && { params: JSON.stringify(params) }), ...query };
  const answer = await user.get(`/api/integrations/${provider}/auth?${new URLSearchParams(all)}`);
  if (answer.status !== 200) throw new Error(`The start answered ${answer.status}: ${answer.text}`);
  return new URL(started.parse(answer.json).authorizationUrl);
}

export interface Consent {
  readonly deny?: boolean;
  /** The sandbox account that consents; by default the first. */
  readonly account?: string;
}

/** Answers the provider's consent page. @returns the callback URL that the provider redirects to */
export async function giveConsent(authorizationUrl: URL, { deny = false, account }: Consent = {}): Promise<URL> {
  const url = new URL(authorizationUrl);
  url.searchParams.set(deny ? "_deny" : "_approve", "1");
  if (account) url.searchParams.set("_account", account);
  const answer = await fetch(url, { redirect: "manual" });
  const location = answer.headers.get("location");
  if (location === null) throw new Error(`The consent page answered ${answer.status}: ${await answer.text()}`);
  return new URL(location, url);
}

/** Connects an account from start to callback in one browser. @returns the callback's answer */
export async function connectInBrowser(user: Browser, provider: ProviderId, by: Consent = {}): Promise<Answer> {
  return user.visit(await giveConsent(await startFlow(user, provider), by));
}
