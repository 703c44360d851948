import type { Provider } from "../../oauth/definition.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { forEachAccount } from "../../webhooks/for-each-account.ts";
import type { WebhookSource } from "../../webhooks/webhook-source.ts";
import { parseNotification } from "./notification.ts";
import { syncChanges } from "./sync-changes.ts";

/**
 * Gmail says only that a mailbox has changed. Whether that was read already, the stored cursor says: an id of the history has no
 * claim, for the first message about it may have come while the account had to be connected again.
 */
export const gmailEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read({ body, receivedAt }) {
    const notification = parseNotification(body);
    if (notification === undefined) throw new DeliveryError("invalid", "notification");
    const { messageId, address, historyId } = notification;
    return {
      kind: "mail",
      dedupeKeys: [messageId],
      eventRoutes: [address],
      occurredAt: receivedAt,
      work: (at) => forEachAccount(provider, at, (account) => syncChanges(account, at, historyId)),
    };
  },
});
