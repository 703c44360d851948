import { rejectWebhook } from "../http/reject-webhook.ts";
import { count } from "../metrics.ts";
import { isProviderConfigured, readSubscriptionSecrets, readWebhookSecrets } from "../store/secrets.ts";

/**
 * The provider's webhook secrets.
 * @throws Problem not_configured when there is none. It is counted for an alarm if the provider has a client: a stranger's
 * request to a provider that nobody set up is none of the operator's business.
 */
export const requireWebhookSecrets = (provider: string) => requireSecrets(provider, () => readWebhookSecrets(provider));

/** The secrets that our subscription tokens are signed with. @throws Problem as above */
export const requireSubscriptionSecrets = (provider: string) => requireSecrets(provider, readSubscriptionSecrets);

async function requireSecrets(provider: string, read: () => Promise<string[]>): Promise<string[]> {
  const secrets = await read().catch((error: unknown) => {
    count("SecretMissing", { provider });
    throw error;
  });
  if (secrets.length > 0) return secrets;
  if (!(await isProviderConfigured(provider))) throw rejectWebhook("not_configured", "unconfigured");
  count("SecretMissing", { provider });
  throw rejectWebhook("not_configured", "secret");
}
