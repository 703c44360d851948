// Whom a token of Google's is for and from: any customer of Google Cloud can have one made for our audience.
import { rejectWebhook } from "../http/reject-webhook.ts";
import { count } from "../metrics.ts";

export interface PubsubSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly serviceAccount: string;
}

/** Seconds by which clocks may differ. */
export const clockToleranceSeconds = 60;

/** @throws Problem not_configured: without these settings nobody is let in, and an alarm says so */
export function requirePubsubSettings(provider: string): PubsubSettings {
  const { PUBSUB_ISSUER: issuer, PUBSUB_AUDIENCE: audience, PUBSUB_SERVICE_ACCOUNT: serviceAccount } = process.env;
  if (issuer && audience && serviceAccount) return { issuer, audience, serviceAccount };
  count("SecretMissing", { provider });
  throw rejectWebhook("not_configured", "secret");
}

/**
 * Whether verified claims are those of our own push subscription, and current.
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
  // The gateway's copy of a claim is text.
  const isTrusted = email === serviceAccount && (isVerified === true || isVerified === "true");
  return iss === issuer && aud === audience && isTrusted && isCurrent && hasBegun;
}
