import { requireEnvironment } from "../../environment.ts";
import { rejectWebhook } from "../../http/reject-webhook.ts";
import type { Receiver } from "../../http/webhook-endpoint.ts";
import { decodeBodyText, isObject, rejectMalformed, requireContentType } from "../../webhooks/body.ts";
import { requireWebhookSecrets } from "../../webhooks/require-secrets.ts";
import { hasValidSignature, requireHeader } from "../../webhooks/signature.ts";
import { webhookPath } from "./manifest.ts";

/** Milliseconds by which a timestamp may lie in the past or the future. */
const toleranceMs = 300_000;

/**
 * developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests, "Validate the v3 request signature". The address is
 * the one that HubSpot was given, so it is made from the configuration: headers that name a host can be anybody's.
 */
export const hubspotWebhook: Receiver<void> = {
  provider: "hubspot",
  async verify(request) {
    const secrets = await requireWebhookSecrets("hubspot");
    const [timestamp] = requireHeader(request, "x-hubspot-request-timestamp", /^[1-9]\d{12}$/);
    const [signature] = requireHeader(request, "x-hubspot-signature-v3", /^[A-Za-z0-9+/]{43}=$/);
    if (Math.abs(request.now - Number(timestamp)) > toleranceMs) throw rejectWebhook("unauthenticated", "timestamp");
    const query = request.rawQuery === "" ? "" : `?${request.rawQuery}`;
    const address = `${requireEnvironment("PUBLIC_BASE_URL")}${webhookPath}${query}`;
    if (!isSigned({ address, body: request.body, timestamp }, signature, secrets))
      throw rejectWebhook("unauthenticated", "signature");
  },
  read(request) {
    requireContentType(request, "json");
    return { kind: "batch", headers: {}, body: JSON.stringify(readEntries(decodeBodyText(request)).map(withoutValue)) };
  },
};

/** The escapes that HubSpot decodes before it signs; all others stay as they are. */
const decoded = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

interface SignedPost {
  /** As HubSpot was given it, with its query. */
  readonly address: string;
  readonly body: string | Buffer;
  /** Epoch milliseconds. */
  readonly timestamp: string;
}

/** Whether one of the secrets signed a POST: version 3, in Base64. */
export function isSigned({ address, body, timestamp }: SignedPost, signature: string, secrets: readonly string[]) {
  const signed = address.replaceAll(decoded, decodeURIComponent);
  return hasValidSignature(Buffer.from(signature, "base64"), secrets, "POST", signed, body, timestamp);
}

function readEntries(text: string): unknown[] {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    throw rejectMalformed();
  }
  if (!Array.isArray(entries)) throw rejectMalformed();
  return entries;
}

/** What was written into a contact is personal and not needed: it is kept out of the queue and the log. */
function withoutValue(entry: unknown): unknown {
  if (!isObject(entry)) return entry;
  const { propertyValue: _personal, ...rest } = entry;
  return rest;
}
