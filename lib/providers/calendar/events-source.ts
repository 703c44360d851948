// What a push about a calendar means. (events.ts lists events for data endpoints.)
import * as z from "zod";
import { Problem } from "../../errors.ts";
import type { Call } from "../../oauth/data-endpoint.ts";
import type { Provider } from "../../oauth/definition.ts";
import type { Channel } from "../../store/channel.ts";
import { readChannels } from "../../store/channels.ts";
import { jsonIn } from "../../webhooks/body.ts";
import { DeliveryError } from "../../webhooks/delivery-error.ts";
import { eachAccount, isSettling } from "../../webhooks/each-account.ts";
import { pubsubMessage } from "../../webhooks/pubsub-envelope.ts";
import type { Delivery, ParsedDelivery, WebhookSource } from "../../webhooks/reading.ts";
import { catchUp } from "./catch-up.ts";

/** Which of an account's channels a push is about. */
type IsMeant = (channel: Channel) => boolean;

/** Google says only that a calendar has changed, over a channel, or in an envelope of Pub/Sub where a client passes it on. */
export const calendarEvents = (provider: Provider): WebhookSource => ({
  provider: provider.id,
  read: (delivery) =>
    delivery.headers["x-goog-channel-id"] === undefined
      ? readEnvelope(provider, delivery)
      : readNotification(provider, delivery),
});

/** developers.google.com/workspace/calendar/api/guides/push: everything is in the headers. */
function readNotification(provider: Provider, { headers, link, receivedAt }: Delivery): ParsedDelivery {
  const {
    "x-goog-channel-id": id = "",
    "x-goog-message-number": number = "",
    "x-goog-resource-state": state = "",
    "x-goog-resource-id": resource,
  } = headers;
  if (state === "sync") return { kind: "sync", ignored: "sync" };
  if (link === undefined || !/^\d{1,20}$/.test(number)) throw new DeliveryError("invalid", "notification");
  const isMeant: IsMeant = ({ remoteId, resourceId }) =>
    remoteId === id && (resource === undefined || resourceId === undefined || resource === resourceId);
  return {
    kind: "event",
    claims: [`${id}#${number}`],
    routes: [link],
    occurredAt: receivedAt,
    work: (at) => eachAccount(provider, at, async (account) => catchUp(account, at, await channelOf(account, isMeant))),
  };
}

const content = z.object({
  emailAddress: z.string().min(3).max(320),
  channelId: z.string().max(64).optional(),
});

/** Whoever passes on a push in an envelope has a channel of their own: ours are read all the same, for the calendar is one. */
function readEnvelope(provider: Provider, { body, receivedAt }: Delivery): ParsedDelivery {
  const message = pubsubMessage(jsonIn(Buffer.from(body).toString("utf8")) ?? {});
  if (message === undefined) throw new DeliveryError("invalid", "envelope");
  const read = content.safeParse(jsonIn(message.data));
  if (!read.success) return { kind: "event", ignored: "no_address" };
  return {
    kind: "event",
    claims: [message.id],
    routes: [read.data.emailAddress.toLowerCase()],
    occurredAt: receivedAt,
    work: (at) =>
      eachAccount(provider, at, async (account) => catchUp(account, at, await channelOf(account, () => true))),
  };
}

/** @throws DeliveryError `ignored` for a channel that is not one of ours (any more); a Problem while it may still become one */
async function channelOf(account: Call, isMeant: IsMeant): Promise<Channel> {
  const channels = await readChannels(account.connection);
  const channel = channels.find(isMeant);
  if (channel !== undefined) return channel;
  const isOpening = channels.some(({ remoteId, status }) => status === "pending" && remoteId === undefined);
  const mayCome = isOpening || (channels.length === 0 && isSettling(account));
  throw mayCome
    ? new Problem("provider_unavailable", { retryAfter: 5 })
    : new DeliveryError("ignored", "unknown_channel");
}
