import { rejectWebhook } from "../../http/reject-webhook.ts";
import {
  acknowledgedResponse,
  type Receiver,
  type ReceiverResult,
  type WebhookRequest,
} from "../../http/webhook-endpoint.ts";
import { pickHeaders, rejectMalformed, requireContentType, tryParseJsonObject } from "../../webhooks/body.ts";
import { parsePubsubMessage } from "../../webhooks/pubsub-envelope.ts";
import { verifyPubsubToken } from "../../webhooks/pubsub-token.ts";
import { requireSubscriptionSecrets } from "../../webhooks/require-secrets.ts";
import { requireHeader } from "../../webhooks/signature.ts";
import { checkSubscriptionToken } from "../../webhooks/subscription-token.ts";

/** The subscription's reference, or `pubsub` for a forwarded push. */
type Proof = { readonly link: string } | "pubsub";

/**
 * developers.google.com/workspace/calendar/api/guides/push: headers with an empty body, proven by the token of our watch.
 * A request without these headers is a Pub/Sub envelope.
 */
export const calendarWebhook: Receiver<Proof> = {
  provider: "calendar",
  async verify(request) {
    if (request.headers["x-goog-channel-id"] !== undefined) return verifyWatchToken(request);
    await verifyPubsubToken("calendar", request);
    return "pubsub";
  },
  read: (request, proof) => (proof === "pubsub" ? receiveEnvelope(request) : receiveNotification(request, proof.link)),
};

async function verifyWatchToken(request: WebhookRequest): Promise<Proof> {
  const secrets = await requireSubscriptionSecrets("calendar");
  const [channelId] = requireHeader(request, "x-goog-channel-id", /^[\w+/=-]{1,64}$/);
  const [token] = requireHeader(request, "x-goog-channel-token", /^[\w.-]{1,256}$/);
  const checked = checkSubscriptionToken(secrets, token, { provider: "calendar", channelId, now: request.now });
  if (checked.outcome === "good") return { link: checked.ref };
  throw checked.outcome === "bad"
    ? rejectWebhook("unauthenticated", "token")
    : rejectWebhook("not_configured", "unknown_key");
}

/** The first message of a watch, `sync`, reports no change, so it is not queued. */
function receiveNotification(request: WebhookRequest, link: string): ReceiverResult {
  const { "x-goog-resource-state": state = "", "x-goog-message-number": number = "" } = request.headers;
  if (!/^[a-z_]{1,32}$/.test(state) || !/^\d{1,20}$/.test(number)) throw rejectMalformed();
  if (state === "sync") return { kind: "sync", response: acknowledgedResponse };
  const headers = pickHeaders(
    request,
    "x-goog-channel-id",
    "x-goog-channel-expiration",
    "x-goog-message-number",
    "x-goog-resource-id",
    "x-goog-resource-state",
    "x-goog-resource-uri",
  );
  // The body is not covered by the token, and Google sends none.
  return { kind: "channel", id: `${headers["x-goog-channel-id"]}:${number}`, headers, body: "", link };
}

/** Unreadable messages are acknowledged and counted, because Pub/Sub would repeat them for a week. */
function receiveEnvelope(request: WebhookRequest): ReceiverResult {
  requireContentType(request, "json");
  const message = parsePubsubMessage(tryParseJsonObject(request) ?? {});
  if (message === undefined) return { kind: "unreadable", response: acknowledgedResponse };
  return { kind: "push", id: message.id, headers: {}, body: request.body.toString("utf8") };
}
