// A push of Pub/Sub on a path whose route has no authorizer: the Lambda verifies the token itself.
import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { requireEnvironment } from "../environment.ts";
import { rejectWebhook } from "../http/reject-webhook.ts";
import type { WebhookRequest } from "../http/webhook-endpoint.ts";
import { readBearerToken } from "./bearer.ts";
import { createPublishedKeys } from "./published-keys.ts";
import { clockToleranceSeconds, isOurPushSubscription, requirePubsubSettings } from "./pubsub-claims.ts";

let keys: JWTVerifyGetKey | undefined;

/**
 * RS256 only, and only keys from the configured address: hints in the token's own header are not followed (RFC 8725).
 * @throws Problem unauthenticated; provider_unavailable while the keys cannot be had; not_configured without settings
 */
export async function verifyPubsubToken(provider: string, request: WebhookRequest): Promise<void> {
  // First the token: without one, nobody has to be told that settings are missing.
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
