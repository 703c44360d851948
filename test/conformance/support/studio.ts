// People of the studio, who use its old front end.
import { setTimeout as wait } from "node:timers/promises";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { type Consent, giveConsent } from "../../support/flow.ts";
import { createStudioClient, type OldClient } from "./old-client.ts";
import { studioToken } from "./tokens.ts";

export interface StudioPerson extends OldClient {
  /** The `id` of the person's token. */
  readonly id: string;
}

/** A new person. @param claims of the token besides the usual ones, such as `{userType: "admin"}` */
export async function createStudioPerson(claims: Readonly<Record<string, unknown>> = {}): Promise<StudioPerson> {
  const id = `person-${crypto.randomUUID()}`;
  return { id, ...createStudioClient(await studioToken(id, claims)) };
}

/** What the old list shows of a connection. */
export interface Integration {
  readonly id: string;
  readonly provider: string;
  readonly connected: boolean;
  readonly status: string;
}

export const listIntegrations = async (person: OldClient): Promise<Integration[]> =>
  (await person.get<{ integrations: Integration[] }>("/api/integrations")).integrations;

/** Connects an account: by the callback's redirect, or by the front end's own callback page where the stage has one. */
export async function connect(person: OldClient, provider: ProviderId, by: Consent = {}): Promise<void> {
  const { authorizationUrl } = await person.get<{ authorizationUrl: string }>(`/api/integrations/${provider}/auth`);
  const callback = await giveConsent(new URL(authorizationUrl), by);
  if (callback.pathname.startsWith("/api/")) await person.browser.visit(callback);
  else await person.post(`/api/integrations/${provider}/callback`, Object.fromEntries(callback.searchParams));
}

/** Connects two accounts, the second as the one that is used unless another is named. */
export async function connectTwo(person: OldClient, provider: ProviderId, [first, second]: [string, string]) {
  await connect(person, provider, { account: first });
  // The default is the account connected last, to the second.
  await wait(1100);
  await connect(person, provider, { account: second });
}
