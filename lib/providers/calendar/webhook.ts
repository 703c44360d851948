import { refused } from "../../http/refused.ts";
import { acknowledged, type Received, type Receiver, type WebhookRequest } from "../../http/webhook-endpoint.ts";
import { channelSecrets } from "../../webhooks/active-secrets.ts";
import { contentType, headersFor, jsonIn, malformed } from "../../webhooks/body.ts";
import { checkChannelToken } from "../../webhooks/channel-token.ts";
import { pubsubMessage } from "../../webhooks/pubsub-envelope.ts";
import { verifyPubsubToken } from "../../webhooks/pubsub-token.ts";
import { signedHeader } from "../../webhooks/signature.ts";

/** The channel's reference, or that it came through Pub/Sub. */
type Proof = { readonly link: string } | "pubsub";

/**
 * developers.google.com/workspace/calendar/api/guides/push: headers on an empty body, proven by the token we gave the channel.
 * What comes without channel headers is an envelope of Pub/Sub.
 */
export const calendarPush: Receiver<Proof> = {
  provider: "calendar",
  async verify(request) {
    if (request.headers["x-goog-channel-id"] !== undefined) return verifyChannel(request);
    await verifyPubsubToken("calendar", request);
    return "pubsub";
  },
  read: (request, proof) => (proof === "pubsub" ? envelope(request) : notification(request, proof.link)),
};

async function verifyChannel(request: WebhookRequest): Promise<Proof> {
  const secrets = await channelSecrets("calendar");
  const [channelId] = signedHeader(request, "x-goog-channel-id", /^[\w+/=-]{1,64}$/);
  const [token] = signedHeader(request, "x-goog-channel-token", /^[\w.-]{1,256}$/);
  const checked = checkChannelToken(secrets, token, { provider: "calendar", channelId, now: request.now });
  if (checked.outcome === "good") return { link: checked.ref };
  throw checked.outcome === "bad" ? refused("unauthenticated", "token") : refused("not_configured", "unknown_key");
}

/** The first message of a channel, `sync`, only says that it exists: nothing has changed, so it is not queued. */
function notification(request: WebhookRequest, link: string): Received {
  const { "x-goog-resource-state": state = "", "x-goog-message-number": number = "" } = request.headers;
  if (!/^[a-z_]{1,32}$/.test(state) || !/^\d{1,20}$/.test(number)) throw malformed();
  if (state === "sync") return { kind: "sync", settled: acknowledged };
  const headers = headersFor(
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

/** What can never be understood is acknowledged and counted: Pub/Sub would send it again for a week. */
function envelope(request: WebhookRequest): Received {
  contentType(request, "json");
  const message = pubsubMessage(jsonIn(request) ?? {});
  if (message === undefined) return { kind: "unreadable", settled: acknowledged };
  return { kind: "push", id: message.id, headers: {}, body: request.body.toString("utf8") };
}
