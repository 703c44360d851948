import { rejectWebhook } from "../../http/reject-webhook.ts";
import { acknowledgedResponse, type Receiver } from "../../http/webhook-endpoint.ts";
import { decodeClaims, readBearerToken } from "../../webhooks/bearer.ts";
import { requireContentType, tryParseJsonObject } from "../../webhooks/body.ts";
import { isOurPushSubscription, requirePubsubSettings } from "../../webhooks/pubsub-claims.ts";
import { parsePubsubMessage } from "../../webhooks/pubsub-envelope.ts";

/**
 * developers.google.com/workspace/gmail/api/guides/push: the gateway has verified the token; here its claims are checked.
 * Pub/Sub repeats unacknowledged messages for a week, so unreadable ones are acknowledged and counted.
 */
export const gmailWebhook: Receiver<void> = {
  provider: "gmail",
  async verify(request) {
    const settings = requirePubsubSettings("gmail");
    if (!isOurPushSubscription(decodeClaims(readBearerToken(request)), settings, request.now)) {
      throw rejectWebhook("unauthenticated", "token");
    }
  },
  read(request) {
    requireContentType(request, "json");
    const message = parsePubsubMessage(tryParseJsonObject(request) ?? {});
    if (message === undefined || !isNotification(message.data))
      return { kind: "unreadable", response: acknowledgedResponse };
    return { kind: "push", id: message.id, headers: {}, body: request.body.toString("utf8") };
  },
};

/** Whether it is `{emailAddress, historyId}`, with the id as a number or a string. */
function isNotification(data: string): boolean {
  const { emailAddress, historyId } = tryParseJsonObject(data) ?? {};
  return typeof emailAddress === "string" && /^\d{1,20}$/.test(String(historyId));
}
