// What a push about a calendar means. (events.ts lists events for data endpoints.)
import * as z from "zod";
import { Problem } from "../../errors.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import type { Subscription } from "../../store/subscription.ts";
import { readSubscriptions } from "../../store/subscriptions.ts";
import { tryParseJsonObject } from "../../webhooks/body.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { forEachAccount, isNewlyConnected } from "../../webhooks/for-each-account.ts";
import { parsePubsubMessage } from "../../webhooks/pubsub-envelope.ts";
import type { Delivery, ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { syncChanges } from "./sync-changes.ts";

/** Which of an account's channels a push is about. */
type SubscriptionFilter = (channel: Subscription) => boolean;

/** Google says only that a calendar has changed, over a channel, or in an envelope of Pub/Sub where a client passes it on. */
export const calendarEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read: (delivery) =>
    delivery.headers["x-goog-channel-id"] === undefined
      ? parseEnvelope(provider, delivery)
      : parseNotification(provider, delivery),
});

/** developers.google.com/workspace/calendar/api/guides/push: everything is in the headers. */
function parseNotification(provider: Provider, { headers, link, receivedAt }: Delivery): ParsedDelivery {
  const {
    "x-goog-channel-id": id = "",
    "x-goog-message-number": number = "",
    "x-goog-resource-state": state = "",
    "x-goog-resource-id": resource,
  } = headers;
  if (state === "sync") return { kind: "sync", ignored: "sync" };
  if (link === undefined || !/^\d{1,20}$/.test(number)) throw new DeliveryError("invalid", "notification");
  const isMeant: SubscriptionFilter = ({ remoteId, resourceId }) =>
    remoteId === id && (resource === undefined || resourceId === undefined || resource === resourceId);
  return {
    kind: "event",
    dedupeKeys: [`${id}#${number}`],
    eventRoutes: [link],
    occurredAt: receivedAt,
    work: (at) =>
      forEachAccount(provider, at, async (account) =>
        syncChanges(account, at, await findSubscription(account, isMeant)),
      ),
  };
}

const content = z.object({
  emailAddress: z.string().min(3).max(320),
  channelId: z.string().max(64).optional(),
});

/** Whoever passes on a push in an envelope has a channel of their own: ours are read all the same, for the calendar is one. */
function parseEnvelope(provider: Provider, { body, receivedAt }: Delivery): ParsedDelivery {
  const message = parsePubsubMessage(tryParseJsonObject(Buffer.from(body).toString("utf8")) ?? {});
  if (message === undefined) throw new DeliveryError("invalid", "envelope");
  const read = content.safeParse(tryParseJsonObject(message.data));
  if (!read.success) return { kind: "event", ignored: "no_address" };
  return {
    kind: "event",
    dedupeKeys: [message.id],
    eventRoutes: [read.data.emailAddress.toLowerCase()],
    occurredAt: receivedAt,
    work: (at) =>
      forEachAccount(provider, at, async (account) =>
        syncChanges(account, at, await findSubscription(account, () => true)),
      ),
  };
}

/** @throws DeliveryError `ignored` for a channel that is not one of ours (any more); a Problem while it may still become one */
async function findSubscription(account: ProviderCallContext, isMeant: SubscriptionFilter): Promise<Subscription> {
  const channels = await readSubscriptions(account.connection);
  const channel = channels.find(isMeant);
  if (channel !== undefined) return channel;
  const isOpening = channels.some(({ remoteId, status }) => status === "pending" && remoteId === undefined);
  const mayCome = isOpening || (channels.length === 0 && isNewlyConnected(account));
  throw mayCome
    ? new Problem("provider_unavailable", { retryAfter: 5 })
    : new DeliveryError("ignored", "unknown_channel");
}
