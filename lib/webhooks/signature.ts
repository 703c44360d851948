import { createHmac, timingSafeEqual } from "node:crypto";
import { rejectWebhook } from "../http/reject-webhook.ts";
import type { WebhookRequest } from "../http/webhook-endpoint.ts";

/** HMAC-SHA256 (RFC 2104) over the concatenated parts. */
export function computeHmac(secret: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const mac = createHmac("sha256", secret);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** Compares two MACs in constant time. Their length is not secret. */
export const isSameMac = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Whether one of the secrets signed the parts. Tries every secret, so that the time does not reveal which one matched. */
export function hasValidSignature(
  given: Buffer,
  secrets: readonly string[],
  ...parts: readonly (string | Buffer)[]
): boolean {
  return secrets.map((secret) => isSameMac(given, computeHmac(secret, ...parts))).includes(true);
}

/**
 * Matches a required header. The gateway joins repeated headers with a comma, which no pattern may accept.
 * @throws Problem unauthenticated when the header is missing, repeated or does not match
 */
export function requireHeader({ headers }: WebhookRequest, name: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(headers[name] ?? "");
  if (found === null) throw rejectWebhook("unauthenticated", "header");
  return found;
}
