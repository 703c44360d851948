// Verifies the token of a Pub/Sub push on a route without an authorizer.
import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { requireEnvironment } from "../environment.ts";
import { rejectWebhook } from "../http/reject-webhook.ts";
import type { WebhookRequest } from "../http/webhook-endpoint.ts";
import { readBearerToken } from "./bearer.ts";
import { createPublishedKeys } from "./published-keys.ts";
import { clockToleranceSeconds, isOurPushSubscription, requirePubsubSettings } from "./pubsub-claims.ts";

let keys: JWTVerifyGetKey | undefined;

/**
 * Verifies the token with RS256 and the keys of the configured URL only; key URLs in the token's header are ignored (RFC 8725).
 * @throws Problem unauthenticated; provider_unavailable while there are no keys; not_configured without settings
 */
export async function verifyPubsubToken(provider: string, request: WebhookRequest): Promise<void> {
  // Check the token first: a caller without one must not learn that settings are missing.
  const token = readBearerToken(request);
  const settings = requirePubsubSettings(provider);
  keys ??= createPublishedKeys(requireEnvironment("PUBSUB_JWKS"));
  const { issuer, audience } = settings;
  const currentDate = new Date(request.now);
  const options = {
    issuer,
    audience,
    algorithms: ["RS256"],
    clockTolerance: clockToleranceSeconds,
    currentDate,
    requiredClaims: ["exp"],
  };
  const verified = await jwtVerify(token, keys, options).catch((error: unknown) => {
    throw error instanceof errors.JOSEError ? rejectWebhook("unauthenticated", "token") : error;
  });
  if (!isOurPushSubscription(verified.payload, settings, request.now)) throw rejectWebhook("unauthenticated", "token");
}
