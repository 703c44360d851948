import { rejectWebhook } from "../http/reject-webhook.ts";
import { count } from "../metrics.ts";
import { readSubscriptionSecrets, readWebhookSecrets } from "../store/secrets.ts";

/** @throws Problem: without a secret nothing is accepted, and an alarm says so */
export const requireWebhookSecrets = (provider: string) => requireSecrets(provider, () => readWebhookSecrets(provider));

/** The secrets of our own channel tokens, for a receiver. @throws Problem as above */
export const requireSubscriptionSecrets = (provider: string) => requireSecrets(provider, readSubscriptionSecrets);

async function requireSecrets(provider: string, read: () => Promise<string[]>): Promise<string[]> {
  const secrets = await read().catch((error: unknown) => {
    count("SecretMissing", { provider });
    throw error;
  });
  if (secrets.length > 0) return secrets;
  count("SecretMissing", { provider });
  throw rejectWebhook("not_configured", "secret");
}
