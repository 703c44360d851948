// What is to be done about the channels of a connection. Pure.
import type { Subscription } from "../store/subscription.ts";
import type { WantedSubscription } from "./source.ts";
import { hasEnded } from "./transitions.ts";

interface SubscriptionDiff {
  readonly open: readonly WantedSubscription[];
  readonly stop: readonly Subscription[];
  /** To be renewed, looked at or tried again. */
  readonly renew: readonly Subscription[];
}

/**
 * @param wanted `chosen` where those that are there are the wanted ones
 * @param now epoch seconds
 * @param recreate the name of a channel that is to be made anew although it is not due
 */
export function diffSubscriptions(
  wanted: "chosen" | readonly WantedSubscription[],
  subscriptions: readonly Subscription[],
  now: number,
  recreate?: string,
): SubscriptionDiff {
  const names = new Set((wanted === "chosen" ? subscriptions : wanted).map(({ name }) => name));
  const there = new Set(subscriptions.map(({ name }) => name));
  return {
    open: wanted === "chosen" ? [] : wanted.filter(({ name }) => !there.has(name)),
    // One that could not be stopped waits for its turn like any other.
    stop: subscriptions.filter(
      (subscription) => !names.has(subscription.name) && (subscription.stopping !== true || isDue(subscription, now)),
    ),
    renew: subscriptions.filter(
      (channel) => names.has(channel.name) && (isDue(channel, now) || channel.name === recreate),
    ),
  };
}

/** One that rested while its account was not connected is due, too. */
const isDue = (subscription: Subscription, now: number): boolean =>
  (subscription.dueAt ?? 0) <= now || (subscription.status === "active" && hasEnded(subscription, now));
