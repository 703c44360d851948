// Backend services and what they ask, as the local cloud's stage names them.
import { type Answer, type Browser, createBrowser, tokenFor } from "../../support/api.ts";

export type ServiceName = "voice-agents" | "call-center" | "one-provider";

/** A service with its own token; it keeps no cookies that matter. */
export async function asService(clientId: ServiceName = "voice-agents", claims: object = {}): Promise<Browser> {
  const own = { client_id: clientId, scope: "integrations/tokens", ...claims };
  return createBrowser(await tokenFor({ sub: clientId }, { claims: own }));
}

interface Named {
  readonly userId?: string;
  readonly integrationId: string;
  readonly tenantId?: string;
}

export const readToken = (service: Browser, named: Named, headers?: Record<string, string>): Promise<Answer> =>
  service.post("/api/oauth/token", named, headers);
export const readStatus = (caller: Browser, named: Named): Promise<Answer> => caller.post("/api/oauth/status", named);
export const revoke = (caller: Browser, named: Named): Promise<Answer> => caller.post("/api/oauth/revoke", named);

interface Wanted extends Named {
  readonly provider: string;
  readonly scopes?: readonly string[] | string;
  readonly redirectUri?: string;
  readonly params?: Readonly<Record<string, string>>;
}

export const authorize = (caller: Browser, wanted: Wanted): Promise<Answer> =>
  caller.post("/api/oauth/authorize", wanted);

/** Begins a flow. @returns the provider's authorization URL @throws when it is refused */
export async function beginFlow(caller: Browser, wanted: Wanted): Promise<URL> {
  const answer = await authorize(caller, wanted);
  if (answer.status !== 200) throw new Error(`The start answered ${answer.status}: ${answer.text}`);
  return new URL(Object(answer.json).authorizationUrl);
}
