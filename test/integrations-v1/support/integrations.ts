// The gateway's integrations page, call by call.
import * as z from "zod";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import type { Answer, Browser } from "../../support/api.ts";
import { type Consent, giveConsent } from "../../support/flow.ts";
import { flowParams } from "../../support/flow-params.ts";

const root = "/api/v1/integrations";

const integration = z.object({
  id: z.string(),
  provider: z.string(),
  status: z.string(),
  connected_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  is_expired: z.boolean(),
});

export async function listIntegrations(user: Browser) {
  const { json } = await user.get(`${root}/list`);
  return z.object({ success: z.literal(true), integrations: z.array(integration) }).parse(json).integrations;
}

export const askToConnect = (user: Browser, provider: string, redirectUri?: unknown): Promise<Answer> =>
  user.post(`${root}/connect`, {
    provider,
    ...(redirectUri === undefined ? {} : { redirect_uri: redirectUri }),
    ...(Object.hasOwn(flowParams, provider) ? { params: flowParams[provider] } : {}),
  });

/** @throws when the start is refused */
export async function startIntegration(user: Browser, provider: ProviderId, redirectUri?: string): Promise<URL> {
  const { status, text, json } = await askToConnect(user, provider, redirectUri);
  if (status !== 200) throw new Error(`connect answered ${status}: ${text}`);
  return new URL(z.object({ authorization_url: z.url() }).parse(json).authorization_url);
}

/** Connects an account from the page to the callback. @returns the callback's answer */
export const connectIntegration = async (user: Browser, provider: ProviderId, by: Consent = {}): Promise<Answer> =>
  user.visit(await giveConsent(await startIntegration(user, provider), by));
