import { refused } from "../../http/refused.ts";
import { acknowledged, type Receiver } from "../../http/webhook-endpoint.ts";
import { bearerToken, claimsOf } from "../../webhooks/bearer.ts";
import { contentType, jsonIn } from "../../webhooks/body.ts";
import { isOurSubscription, pubsubSettings } from "../../webhooks/pubsub-claims.ts";
import { pubsubMessage } from "../../webhooks/pubsub-envelope.ts";

/**
 * developers.google.com/workspace/gmail/api/guides/push: the gateway has verified the token; here is judged whose it is.
 * Pub/Sub sends what is not acknowledged again for a week, so what can never be understood is acknowledged and counted.
 */
export const gmailPush: Receiver<void> = {
  provider: "gmail",
  async verify(request) {
    const settings = pubsubSettings("gmail");
    if (!isOurSubscription(claimsOf(bearerToken(request)), settings, request.now)) {
      throw refused("unauthenticated", "token");
    }
  },
  read(request) {
    contentType(request, "json");
    const message = pubsubMessage(jsonIn(request) ?? {});
    if (message === undefined || !isNotification(message.data)) return { kind: "unreadable", settled: acknowledged };
    return { kind: "push", id: message.id, headers: {}, body: request.body.toString("utf8") };
  },
};

/** `{emailAddress, historyId}`, the id as a number or as text. */
function isNotification(data: string): boolean {
  const { emailAddress, historyId } = jsonIn(data) ?? {};
  return typeof emailAddress === "string" && /^\d{1,20}$/.test(String(historyId));
}
