// People of the assistant, who use its old front end: with a token of its identity provider, or of the old gateway.

import type { Answer } from "../../support/api.ts";
import { type Consent, giveConsent } from "../../support/flow.ts";
import { createAssistantClient, type OldClient } from "./old-client.ts";
import { firebaseToken } from "./tokens.ts";

export type Service = "slack" | "gmail" | "calendar";

export interface AssistantPerson extends OldClient {
  readonly sub: string;
}

/** A new person of the tenant acme, signed in at the identity provider. */
export async function createAssistantPerson(claims: Readonly<Record<string, unknown>> = {}): Promise<AssistantPerson> {
  const sub = `person-${crypto.randomUUID()}`;
  return { sub, ...createAssistantClient(await firebaseToken(sub, claims)) };
}

/** Connects a service as the old page does. @returns the callback's answer */
export async function connect(person: OldClient, service: Service, by: Consent = {}): Promise<Answer> {
  const { authUrl } = await person.get<{ authUrl: string }>(`/api/v1/oauth/${service}/start`);
  return person.browser.visit(await giveConsent(new URL(authUrl), by));
}

/** @throws when the callback does not lead to the old success page */
export async function connectAll(person: OldClient, ...services: Service[]): Promise<void> {
  for (const service of services) {
    const { location } = await connect(person, service);
    if (location?.pathname !== "/oauth/success") throw new Error(`${service} ended at ${location?.href}`);
  }
}

/** Members of `data` stand at the top level too. */
export interface Enveloped<T> {
  readonly success: boolean;
  readonly data: T;
  readonly timestamp: string;
}
