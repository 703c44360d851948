// What the worker and a provider's event code say to each other.
import type { Dependencies } from "../connections/dependencies.ts";
import type { Connection } from "../store/connection.ts";
import type { EventRecipient } from "../store/event-routes.ts";
import type { OutboxMessage } from "../store/outbox.ts";
import type { ProviderPreferences } from "../store/settings.ts";

/** One provider's events: what a delivery means, and what is to be done about it. */
export interface WebhookSource {
  readonly provider: string;
  /** Reads a verified delivery; nothing is asked or written. @throws DeliveryError `invalid` */
  read(delivery: Delivery): ParsedDelivery;
}

export interface Delivery {
  /** The id of this arrival, and of its row in the log. */
  readonly deliveryId: string;
  /** Which receiver took it: event, interaction, push, … */
  readonly kind: string;
  /** The provider's own id of the delivery, where it has one. */
  readonly providerDeliveryId: string | undefined;
  /** In lower case; only those that its receiver kept. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Epoch seconds. */
  readonly receivedAt: number;
  /** What the token, passcode or link refers to that it proved itself with. */
  readonly link: string | undefined;
}

export type ParsedDelivery = IgnoredDelivery | WebhookEvent;

/** Counted and logged; nothing is done about it. */
export interface IgnoredDelivery {
  /** The event's name, as the log shows it. */
  readonly kind: string;
  /** Why, in one word: "ping", "sync", "unknown". */
  readonly ignored: string;
}

export interface WebhookEvent {
  readonly kind: string;
  /**
   * What makes two deliveries the same event. A delivery that shares any one of them with one that was worked on is a
   * duplicate: an id that the signature does not cover has no place here, its body's hash has.
   */
  readonly dedupeKeys: readonly string[];
  /** Under which names the connections it is for are found. The first is what events are kept in order by. */
  readonly eventRoutes: readonly string[];
  /** Epoch seconds. */
  readonly occurredAt: number;
  /**
   * Does what the event asks for. It may run again after a crash: each effect must be the same when it is repeated.
   * @throws ProviderError or Problem: it is tried again later; DeliveryError `ignored`: it is not
   */
  work(context: EventContext): Promise<void>;
}

/** An event at work. */
export interface EventContext extends Dependencies {
  readonly deliveryId: string;
  /** The connections it is for; never none. */
  readonly recipients: readonly EventRecipient[];
  /** Epoch seconds. */
  readonly occurredAt: number;
  /** The connection as it stands now; undefined when it was disconnected meanwhile. */
  readConnection(of: EventRecipient): Promise<Connection | undefined>;
  /** Tells a user, once for each key, unless somebody replays on purpose what was told. @returns false when it was told before */
  appendToOutbox(announcement: OutboxMessage): Promise<boolean>;
  /** Epoch seconds at which its first text was read: a model is asked for a few seconds from then on. Set by `announceActivity`. */
  firstTextAt?: number;
  /** What its connections want to be notified of, by the connection's id; each is read once, by `announceActivity`. */
  readonly preferences: Map<string, Promise<ProviderPreferences["notificationPreferences"]>>;
}
