import type { Provider } from "../../oauth/definition.ts";
import { eachAccount } from "../../webhooks/each-account.ts";
import { unreadable, type WebhookSource } from "../../webhooks/reading.ts";
import { catchUp } from "./catch-up.ts";
import { notificationIn } from "./notification.ts";

/** Gmail says only that a mailbox has changed; two messages of Pub/Sub about one change are one event. */
export const gmailEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read({ body, receivedAt }) {
    const notification = notificationIn(body);
    if (notification === undefined) throw unreadable("notification");
    const { messageId, address, historyId } = notification;
    return {
      kind: "mail",
      claims: [messageId, ...(historyId === undefined ? [] : [`${address}#${historyId}`])],
      routes: [address],
      occurredAt: receivedAt,
      work: (at) => eachAccount(provider, at, (account) => catchUp(account, at, historyId)),
    };
  },
});
