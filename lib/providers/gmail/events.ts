import type { Provider } from "../../oauth/definition.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { eachAccount } from "../../webhooks/each-account.ts";
import type { WebhookSource } from "../../webhooks/reading.ts";
import { catchUp } from "./catch-up.ts";
import { notificationIn } from "./notification.ts";

/**
 * Gmail says only that a mailbox has changed. Whether that was read already, the stored cursor says: an id of the history has no
 * claim, for the first message about it may have come while the account had to be connected again.
 */
export const gmailEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read({ body, receivedAt }) {
    const notification = notificationIn(body);
    if (notification === undefined) throw new DeliveryError("invalid", "notification");
    const { messageId, address, historyId } = notification;
    return {
      kind: "mail",
      claims: [messageId],
      routes: [address],
      occurredAt: receivedAt,
      work: (at) => eachAccount(provider, at, (account) => catchUp(account, at, historyId)),
    };
  },
});
