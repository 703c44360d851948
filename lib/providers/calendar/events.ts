// Parses pushes about a calendar. (api/events.ts lists events for data endpoints.)
import { Problem } from "../../errors.ts";
import { findProviderError } from "../../http/provider-error.ts";
import type { Provider } from "../../oauth/definition.ts";
import { parseLenient } from "../../parse-lenient.ts";
import type { ProviderCallContext } from "../../provider-client/data-endpoint.ts";
import type { Subscription } from "../../store/subscription.ts";
import { readSubscriptions } from "../../store/subscriptions.ts";
import { tryParseJsonObject } from "../../webhooks/body.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { forEachAccount, isNewlyConnected } from "../../webhooks/for-each-account.ts";
import { parsePubsubMessage } from "../../webhooks/pubsub-envelope.ts";
import type { Delivery, EventContext, ParsedDelivery, WebhookSource } from "../../webhooks/webhook-source.ts";
import { envelopeContent } from "./envelope-content.ts";
import { recordSetAsideEvent, syncChanges, type WatchedCalendar } from "./sync-changes.ts";

/** Whether a push is about this subscription. */
type SubscriptionFilter = (subscription: Subscription) => boolean;

/** A push says only that a calendar has changed. It comes from Google directly, or in a Pub/Sub envelope from a client that forwards it. */
export const calendarEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read: (delivery) =>
    delivery.headers["x-goog-channel-id"] === undefined
      ? parseEnvelope(provider, delivery)
      : parseNotification(provider, delivery),
  processItem: (context, item) =>
    forEachAccount(provider, context, (account) => recordSetAsideEvent(account, context, item)),
});

/** developers.google.com/workspace/calendar/api/guides/push: all data is in the headers. */
function parseNotification(provider: Provider, { headers, link, receivedAt }: Delivery): ParsedDelivery {
  const {
    "x-goog-channel-id": id = "",
    "x-goog-message-number": number = "",
    "x-goog-resource-state": state = "",
    "x-goog-resource-id": resource,
  } = headers;
  if (state === "sync") return { kind: "sync", ignored: "sync" };
  if (link === undefined || !/^\d{1,20}$/.test(number)) throw new DeliveryError("invalid", "notification");
  const matchesPush: SubscriptionFilter = ({ remoteId, resourceId }) =>
    remoteId === id && (resource === undefined || resourceId === undefined || resource === resourceId);
  return {
    kind: "event",
    dedupeKeys: [`${id}#${number}`],
    eventRoutes: [link],
    occurredAt: receivedAt,
    work: (context) =>
      forEachAccount(provider, context, async (account) =>
        syncEach(account, context, await findCalendars(account, matchesPush)),
      ),
  };
}

/** A forwarded push comes from the client's own channel and names only the account, so all its calendars are synced. */
function parseEnvelope(provider: Provider, { body, receivedAt }: Delivery): ParsedDelivery {
  const message = parsePubsubMessage(tryParseJsonObject(Buffer.from(body).toString("utf8")) ?? {});
  if (message === undefined) throw new DeliveryError("invalid", "envelope");
  const read = parseLenient(envelopeContent, tryParseJsonObject(message.data));
  if (read === undefined) return { kind: "event", ignored: "no_address" };
  return {
    kind: "event",
    dedupeKeys: [message.id],
    eventRoutes: [read.data.emailAddress.toLowerCase()],
    occurredAt: receivedAt,
    work: (context) =>
      forEachAccount(provider, context, async (account) =>
        syncEach(account, context, await findCalendars(account, () => true)),
      ),
  };
}

/** Syncs each calendar for itself: one that cannot be read does not stop the others. @throws the first error */
async function syncEach(
  account: ProviderCallContext,
  context: EventContext,
  calendars: readonly WatchedCalendar[],
): Promise<void> {
  const outcomes = await Promise.allSettled(calendars.map((calendar) => syncChanges(account, context, calendar)));
  const failed = outcomes.filter((outcome) => outcome.status === "rejected");
  const first = failed.find(({ reason }) => !isLostAccess(reason)) ?? (failed.length === outcomes.length && failed[0]);
  if (first) throw first.reason;
}

const isLostAccess = (error: unknown): boolean => ["absent", "scope"].includes(findProviderError(error)?.kind ?? "");

/** @throws DeliveryError `ignored` for an unknown or ended subscription; Problem while it may still be opening */
async function findCalendars(account: ProviderCallContext, matches: SubscriptionFilter): Promise<WatchedCalendar[]> {
  const subscriptions = await readSubscriptions(account.connection);
  const found = subscriptions.filter(matches);
  if (found.length > 0) return found.map((subscription) => ({ subscription, hasSiblings: subscriptions.length > 1 }));
  const isOpening = subscriptions.some(({ remoteId, status }) => status === "pending" && remoteId === undefined);
  const mayAppear = isOpening || (subscriptions.length === 0 && isNewlyConnected(account));
  throw mayAppear
    ? new Problem("provider_unavailable", { retryAfter: 5 })
    : new DeliveryError("ignored", "unknown_channel");
}
