// Compares the subscriptions of a connection with the wanted ones. Pure.
import type { Subscription } from "../store/subscription.ts";
import type { WantedSubscription } from "./source.ts";
import { hasEnded } from "./transitions.ts";

interface SubscriptionDiff {
  readonly open: readonly WantedSubscription[];
  readonly stop: readonly Subscription[];
  /** To be renewed, checked or retried. */
  readonly renew: readonly Subscription[];
}

/**
 * Decides which subscriptions to open, stop and renew.
 * @param wanted `chosen` when the user creates and removes each one, so that all existing ones are wanted
 * @param now epoch seconds
 * @param recreate the name of a subscription to recreate although it is not due
 */
export function diffSubscriptions(
  wanted: "chosen" | readonly WantedSubscription[],
  subscriptions: readonly Subscription[],
  now: number,
  recreate?: string,
): SubscriptionDiff {
  const wantedNames = new Set((wanted === "chosen" ? subscriptions : wanted).map(({ name }) => name));
  const existingNames = new Set(subscriptions.map(({ name }) => name));
  return {
    open: wanted === "chosen" ? [] : wanted.filter(({ name }) => !existingNames.has(name)),
    // One that could not be stopped is retried when it is due.
    stop: subscriptions.filter(
      (subscription) =>
        !wantedNames.has(subscription.name) && (subscription.stopping !== true || isDue(subscription, now)),
    ),
    renew: subscriptions.filter(
      (subscription) =>
        wantedNames.has(subscription.name) && (isDue(subscription, now) || subscription.name === recreate),
    ),
  };
}

/** A subscription without a due time was paused while its account was not connected: it is due. */
const isDue = (subscription: Subscription, now: number): boolean =>
  (subscription.dueAt ?? 0) <= now || (subscription.status === "active" && hasEnded(subscription, now));
