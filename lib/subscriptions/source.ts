// What a provider with subscriptions implements. The engine uses this and names no provider.
import type { Provider } from "../oauth/definition.ts";
import type { Connection } from "../store/connection.ts";
import type { CalendarChoice, ProviderPreferences } from "../store/settings.ts";
import type { Subscription, Sweep } from "../store/subscription.ts";

/** A subscription that settings want. Its name is unique within the connection and identifies what is subscribed to. */
export interface WantedSubscription<Kind extends string = string> extends Pick<Subscription, "name" | "target"> {
  /** What it watches, or the type of event it is for. A stored subscription may have a kind of another version. */
  readonly kind: Kind;
}

/** What a call to the provider needs: the token of a connection. */
export interface ProviderAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** Epoch seconds. */
  readonly now: number;
}

export interface OpenAccess extends ProviderAccess {
  /** Secrets to sign subscription tokens with, the current one first. */
  readonly secrets: readonly string[];
  /** An earlier attempt had no known result, so the subscription may already exist at the provider. */
  readonly isRepeated: boolean;
}

/** What the provider returned for a new subscription. Members that are not set keep their stored value. */
export interface OpenedSubscription {
  readonly remoteId: string;
  readonly resourceId?: string;
  readonly expiresAt?: number;
  /** Where reading changes starts. Stored only if there is no cursor yet. */
  readonly cursor?: string;
  readonly counts?: boolean;
  readonly kid?: string;
}

/** Result of a check: `gone` when the subscription must be recreated, or else the result of its sweep. */
export type CheckResult = "gone" | { readonly sweep?: Sweep; readonly error?: string };

/** What a provider with subscriptions implements. @typeParam Kind the kinds of its subscriptions */
export interface SubscriptionSource<Kind extends string = string> {
  readonly provider: string;
  /** The subscriptions that settings want; `chosen` when the user creates and removes each one. */
  readonly wanted:
    | "chosen"
    | ((
        connection: Connection,
        settings: ProviderPreferences,
        calendars?: CalendarChoice,
      ) => readonly WantedSubscription<Kind>[]);
  /** All connections of an account share one subscription: it is stopped with the last of them. */
  readonly isShared?: boolean;
  /** How often to check a subscription that does not expire. Absent: subscriptions expire and are opened again. */
  readonly checkIntervalSeconds?: number;
  /** When to stop the old subscription on renewal. `itself`: opening again replaces it. */
  readonly replaces: "before" | "after" | "itself";
  /** Opens a subscription. @throws ProviderError, or a Problem whose detail is shown to the user */
  open(access: OpenAccess, channel: Subscription): Promise<OpenedSubscription>;
  /** Stops a subscription; succeeds when it does not exist. @throws ProviderError */
  stop(access: ProviderAccess, channel: Subscription): Promise<void>;
  /**
   * Checks whether it still works, and fetches deliveries that it missed.
   * @param begin stores the state of the sweep before it starts; returns false when the claim was lost
   */
  check?(
    access: ProviderAccess,
    channel: Subscription,
    begin: (sweep: Sweep) => Promise<boolean>,
  ): Promise<CheckResult>;
}
