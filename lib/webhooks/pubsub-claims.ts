// Checks the claims of a Google token. Any Google Cloud customer can get a token for our audience, so the account counts.
import { rejectWebhook } from "../http/reject-webhook.ts";
import { count } from "../metrics.ts";

export interface PubsubSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly serviceAccount: string;
}

export const clockToleranceSeconds = 60;

/**
 * Reads the settings.
 * @throws Problem not_configured when one is missing. Only some of them missing is counted for an alarm; a stage without a
 * push subscription has none of them.
 */
export function requirePubsubSettings(provider: string): PubsubSettings {
  const { PUBSUB_ISSUER: issuer, PUBSUB_AUDIENCE: audience, PUBSUB_SERVICE_ACCOUNT: serviceAccount } = process.env;
  if (issuer && audience && serviceAccount) return { issuer, audience, serviceAccount };
  if (!issuer && !audience && !serviceAccount) throw rejectWebhook("not_configured", "unconfigured");
  count("SecretMissing", { provider });
  throw rejectWebhook("not_configured", "secret");
}

/**
 * Whether verified claims come from our own push subscription and are current.
 * @param now epoch milliseconds
 * cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
export function isOurPushSubscription(
  claims: Readonly<Record<string, unknown>>,
  { issuer, audience, serviceAccount }: PubsubSettings,
  now: number,
): boolean {
  const { iss, aud, email, email_verified: isVerified, exp, nbf } = claims;
  const seconds = now / 1000;
  const isCurrent = typeof exp === "number" && exp + clockToleranceSeconds > seconds;
  const hasBegun = nbf === undefined || (typeof nbf === "number" && nbf - clockToleranceSeconds <= seconds);
  // API Gateway passes claims as text.
  const isTrusted = email === serviceAccount && (isVerified === true || isVerified === "true");
  return iss === issuer && aud === audience && isTrusted && isCurrent && hasBegun;
}
