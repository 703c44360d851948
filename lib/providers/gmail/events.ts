import type { Provider } from "../../oauth/definition.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { forEachAccount } from "../../webhooks/for-each-account.ts";
import type { WebhookSource } from "../../webhooks/webhook-source.ts";
import { parseNotification } from "./notification.ts";
import { recordSetAsideMail } from "./record-mails.ts";
import { syncChanges } from "./sync-changes.ts";

/**
 * Gmail's push says only that a mailbox has changed; the stored cursor tells whether that change was read. The history id is no
 * dedupe key, because its first push may have arrived while the account had to be reconnected.
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
      work: (context) => forEachAccount(provider, context, (account) => syncChanges(account, context, historyId)),
    };
  },
  processItem: (context, { id }) =>
    forEachAccount(provider, context, (account) => recordSetAsideMail(account, context, id)),
});
