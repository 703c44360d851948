// A push of Pub/Sub on a path whose route has no authorizer: the Lambda verifies the token itself.
import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { environment } from "../environment.ts";
import { refused } from "../http/refused.ts";
import type { WebhookRequest } from "../http/webhook-endpoint.ts";
import { bearerToken } from "./bearer.ts";
import { publishedKeys } from "./published-keys.ts";
import { clockTolerance, isOurSubscription, pubsubSettings } from "./pubsub-claims.ts";

let keys: JWTVerifyGetKey | undefined;

/**
 * RS256 only, and only keys from the configured address: hints in the token's own header are not followed (RFC 8725).
 * @throws Problem unauthenticated; provider_unavailable while the keys cannot be had; not_configured without settings
 */
export async function verifyPubsubToken(provider: string, request: WebhookRequest): Promise<void> {
  // First the token: without one, nobody has to be told that settings are missing.
  const token = bearerToken(request);
  const settings = pubsubSettings(provider);
  keys ??= publishedKeys(environment("PUBSUB_JWKS"));
  const { issuer, audience } = settings;
  const currentDate = new Date(request.now);
  const options = { issuer, audience, algorithms: ["RS256"], clockTolerance, currentDate, requiredClaims: ["exp"] };
  const verified = await jwtVerify(token, keys, options).catch((error: unknown) => {
    throw error instanceof errors.JOSEError ? refused("unauthenticated", "token") : error;
  });
  if (!isOurSubscription(verified.payload, settings, request.now)) throw refused("unauthenticated", "token");
}
