import { refused } from "../http/refused.ts";
import { count } from "../metrics.ts";
import { readChannelSecrets, readWebhookSecrets } from "../store/secrets.ts";

/** @throws Problem: without a secret nothing is accepted, and an alarm says so */
export const webhookSecrets = (provider: string) => active(provider, () => readWebhookSecrets(provider));

/** The secrets of our own channel tokens, for a receiver. @throws Problem as above */
export const channelSecrets = (provider: string) => active(provider, readChannelSecrets);

async function active(provider: string, read: () => Promise<string[]>): Promise<string[]> {
  const secrets = await read().catch((error: unknown) => {
    count("SecretMissing", { provider });
    throw error;
  });
  if (secrets.length > 0) return secrets;
  count("SecretMissing", { provider });
  throw refused("not_configured", "secret");
}
