// The interface between the worker and a provider's event code.
import type { Dependencies } from "../connections/dependencies.ts";
import type { Connection } from "../store/connection.ts";
import type { EventRecipient } from "../store/event-routes.ts";
import type { OutboxMessage } from "../store/outbox.ts";
import type { ProviderPreferences } from "../store/settings.ts";
import type { IgnoredReason } from "./delivery-error.ts";

/** What a provider with webhooks implements. */
export interface WebhookSource {
  readonly provider: string;
  /** Parses a verified delivery, without calls or writes. @throws DeliveryError `invalid` */
  read(delivery: Delivery): ParsedDelivery;
  /**
   * For providers that send several events in one request, which their receiver queues as a `batch`: the bodies of its entries, each
   * of which becomes a delivery of its own. @throws DeliveryError `invalid`
   */
  split?(batch: Uint8Array): readonly string[];
  /** For sources with a cursor: processes one item that was set aside, when an administrator replays it. */
  processItem?(context: EventContext, item: SetAsideItem): Promise<void>;
}

/** One of many items of a delivery, such as a mail. */
export interface ItemId {
  /** The provider's id of the item. */
  readonly id: string;
  /** The name of the subscription it was read for, if the connection can have several. */
  readonly subscription?: string | undefined;
}

/** An item that could not be processed, with the connection that it is for and an event route that leads to it. */
export interface SetAsideItem extends ItemId {
  readonly connection: string;
  readonly eventRoute: string;
}

/** A verified delivery as the worker reads it from a `QueuedDelivery`: decoded, in seconds. */
export interface Delivery {
  /** Our id of the delivery, and of its row in the log. */
  readonly deliveryId: string;
  /** The kind of receiver: event, interaction, push, … */
  readonly kind: string;
  /** The provider's id of the delivery, if it sends one. */
  readonly providerDeliveryId: string | undefined;
  /** Only those that the receiver picked; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Epoch seconds. */
  readonly receivedAt: number;
  /** What the token, passcode or URL that authenticated it refers to. */
  readonly link: string | undefined;
}

/** What a provider reads from a delivery: an event, or why there is none to process. */
export type ParsedDelivery = IgnoredDelivery | WebhookEvent;

/** A delivery that is counted and logged only. */
export interface IgnoredDelivery {
  /** The event's name, as the log shows it. */
  readonly kind: string;
  readonly ignored: IgnoredReason;
}

export interface WebhookEvent {
  readonly kind: string;
  /**
   * Identify the event: a delivery that shares any key with a processed one is a duplicate. Do not use an id that the signature
   * does not cover; use the body's hash instead.
   */
  readonly dedupeKeys: readonly string[];
  /** The event routes of the connections it is for. Events with the same first route are processed in order. */
  readonly eventRoutes: readonly string[];
  /** Epoch seconds. */
  readonly occurredAt: number;
  /** Customers have changed: what is kept of lookups by phone is not used any more by the tenants of its recipients. */
  readonly changesCustomers?: true;
  /**
   * What the event means for the whole stage, such as a resource that changed for everybody who has cached it. It runs before
   * `work`, also when the event has no recipients.
   */
  workForStage?(): Promise<void>;
  /**
   * Processes the event. It may run again after a crash, so it must be idempotent.
   * @throws ProviderError or Problem to be retried later; DeliveryError `ignored` not to be retried
   */
  work(context: EventContext): Promise<void>;
}

/** What an event is processed with. */
export interface EventContext extends Dependencies {
  readonly deliveryId: string;
  /** From 1. */
  readonly attempt: number;
  /** The connections it is for; never empty. */
  readonly recipients: readonly EventRecipient[];
  /** Epoch seconds. */
  readonly occurredAt: number;
  /** Reads the connection; undefined when it was disconnected meanwhile. */
  readConnection(of: EventRecipient): Promise<Connection | undefined>;
  /** Publishes a message to a user, once per key, or again in a deliberate replay. @returns false when it was published before */
  appendToOutbox(message: OutboxMessage): Promise<boolean>;
  /** Logs an item that cannot be processed as a failed delivery of its own, to be replayed. */
  setAside(connection: Connection, item: ItemId, error: unknown): Promise<void>;
  /** Epoch seconds when its first text was read: a model is called for a few seconds from then on. Set by `recordActivity`. */
  firstTextAt?: number;
  /** Notification preferences by connection id, which `recordActivity` reads once. */
  readonly preferences: Map<string, Promise<ProviderPreferences["notificationPreferences"]>>;
}
