// What a provider with push channels has to say and do. The engine reads this and names no provider.
import type { Provider } from "../oauth/definition.ts";
import type { Connection } from "../store/connection.ts";
import type { ProviderPreferences } from "../store/settings.ts";
import type { Subscription, Sweep } from "../store/subscription.ts";

/** A channel that settings ask for; its name is unique within the connection and says all that makes it another one. */
export type WantedSubscription = Pick<Subscription, "name" | "kind" | "target">;

/** A call to the provider in the name of a connection. */
export interface ProviderAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** Epoch seconds. */
  readonly now: number;
}

export interface OpenAccess extends ProviderAccess {
  /** Secrets to sign our own tokens with, the current one first. */
  readonly secrets: readonly string[];
  /** May exist at the provider already: an earlier attempt was never heard of again. */
  readonly isRepeated: boolean;
}

/** A channel as the provider has made it. What is not named stays as it was. */
export interface OpenedSubscription {
  readonly remoteId: string;
  readonly resourceId?: string;
  readonly expiresAt?: number;
  /** Where reading changes begins; kept only where there is no cursor yet. */
  readonly cursor?: string;
  readonly counts?: boolean;
  readonly kid?: string;
}

/** What a look at a channel has found: it is gone or useless and must be made again, or how its sweep went. */
export type CheckResult = "gone" | { readonly sweep?: Sweep; readonly error?: string };

export interface SubscriptionSource {
  readonly provider: string;
  /** The channels that settings ask for; `chosen` where the user makes and removes each one. */
  readonly wanted:
    | "chosen"
    | ((connection: Connection, settings: ProviderPreferences) => readonly WantedSubscription[]);
  /** The provider has one for all connections of an account: it ends with the last of them. */
  readonly isShared?: boolean;
  /** Seconds of a channel that does not end after which it is looked at; without this, channels end and are opened anew. */
  readonly checkIntervalSeconds?: number;
  /** When the old one is stopped where a new one takes its place; `itself`: opening again is enough. */
  readonly replaces: "before" | "after" | "itself";
  /** @throws ProviderError, or a Problem whose detail its user reads */
  open(access: OpenAccess, channel: Subscription): Promise<OpenedSubscription>;
  /** Done also when there is none (any more). @throws ProviderError */
  stop(access: ProviderAccess, channel: Subscription): Promise<void>;
  /**
   * Whether it still works, and what it could not deliver.
   * @param begin writes down what will be asked for before it is asked for
   */
  check?(
    access: ProviderAccess,
    channel: Subscription,
    begin: (sweep: Sweep) => Promise<boolean>,
  ): Promise<CheckResult>;
}
