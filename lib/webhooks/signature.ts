import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { rejectWebhook } from "../http/reject-webhook.ts";
import type { WebhookRequest } from "../http/webhook-endpoint.ts";

/** HMAC-SHA256 (RFC 2104) over the parts, one after the other. */
export function computeHmac(secret: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const mac = createHmac("sha256", secret);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** In constant time. MACs of one kind are of one length, so the length tells nothing. */
export const isSameMac = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** In constant time whatever the lengths, for texts whose length is a secret too. */
export const isSameText = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));
const sha256 = (text: string) => createHash("sha256").update(text).digest();

/** Whether one of the secrets signed the parts. Every secret is tried, so that the time does not tell which it was. */
export function hasValidSignature(
  given: Buffer,
  secrets: readonly string[],
  ...parts: readonly (string | Buffer)[]
): boolean {
  return secrets.map((secret) => isSameMac(given, computeHmac(secret, ...parts))).includes(true);
}

/**
 * The one value of a header that must be there. The gateway joins doubled headers with a comma, which no pattern lets through.
 * @throws Problem unauthenticated when it is missing, doubled or of another shape
 */
export function requireHeader({ headers }: WebhookRequest, name: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(headers[name] ?? "");
  if (found === null) throw rejectWebhook("unauthenticated", "header");
  return found;
}
