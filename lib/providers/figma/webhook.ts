import { rejectWebhook } from "../../http/reject-webhook.ts";
import { acknowledgedResponse, type Receiver, type WebhookRequest } from "../../http/webhook-endpoint.ts";
import { isSameText } from "../../same-text.ts";
import {
  decodeBodyText,
  parseJsonObject,
  readText,
  requireContentType,
  serializeWithout,
  tryParseJsonObject,
} from "../../webhooks/body.ts";
import { requireSubscriptionSecrets, requireWebhookSecrets } from "../../webhooks/require-secrets.ts";
import { hasValidSignature, requireHeader } from "../../webhooks/signature.ts";
import { checkSubscriptionToken, looksLikeToken } from "../../webhooks/subscription-token.ts";

type Link = string | undefined;

/** Figma's own limit. */
const maxPasscodeLength = 100;

/**
 * developers.figma.com/docs/rest-api/webhooks-security: Figma does not sign; the passcode in the body proves the sender.
 * 400 stops a hook for good, so only a passcode that is certainly wrong gets it.
 */
export const figmaWebhook: Receiver<Link> = {
  provider: "figma",
  async verify(request) {
    if (request.headers["x-figma-signature"] !== undefined) return verifySignature(request);
    const passcode = readText(tryParseJsonObject(request) ?? {}, "passcode", maxPasscodeLength);
    if (passcode === undefined) throw rejectWebhook("unauthenticated", "token");
    return looksLikeToken(passcode) ? verifyOwnPasscode(passcode) : verifyOperatorPasscode(passcode);
  },
  read(request, link) {
    requireContentType(request, "json");
    const event = parseJsonObject(decodeBodyText(request));
    if (event.event_type === "PING") return { kind: "ping", response: acknowledgedResponse };
    return {
      kind: "event",
      id: undefined,
      headers: {},
      body: serializeWithout(event, "passcode"),
      ...(link === undefined ? {} : { link }),
    };
  },
};

/** For proxies that sign: HMAC of the raw body with the operator's secret. */
async function verifySignature(request: WebhookRequest): Promise<undefined> {
  const secrets = await requireWebhookSecrets("figma");
  const [signature] = requireHeader(request, "x-figma-signature", /^[0-9a-f]{64}$/);
  if (!hasValidSignature(Buffer.from(signature, "hex"), secrets, request.body))
    throw rejectWebhook("unauthenticated", "signature");
}

/** Our own passcode carries the connection that its hook was created for. */
async function verifyOwnPasscode(passcode: string): Promise<Link> {
  const checked = checkSubscriptionToken(await requireSubscriptionSecrets("figma"), passcode, { provider: "figma" });
  if (checked.outcome === "good") return checked.ref;
  throw checked.outcome === "bad"
    ? rejectWebhook("invalid_request", "token")
    : rejectWebhook("not_configured", "unknown_key");
}

/** Manually registered hooks use the operator's secret as the passcode. */
async function verifyOperatorPasscode(passcode: string): Promise<undefined> {
  const secrets = await requireWebhookSecrets("figma");
  if (!secrets.map((secret) => isSameText(passcode, secret)).includes(true))
    throw rejectWebhook("invalid_request", "token");
}
