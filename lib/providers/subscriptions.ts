// The registry of providers with subscriptions.
import type { SubscriptionSource } from "../subscriptions/source.ts";
import { calendarSubscription } from "./calendar/subscription.ts";
import { clioSubscription } from "./clio/subscription.ts";
import { figmaSubscription } from "./figma/subscription.ts";
import { githubSubscription } from "./github/subscription.ts";
import { gmailSubscription } from "./gmail/subscription.ts";
import { shopifySubscription } from "./shopify/subscription.ts";

const providerSubscriptions: readonly SubscriptionSource[] = [
  figmaSubscription,
  githubSubscription,
  gmailSubscription,
  calendarSubscription,
  shopifySubscription,
  clioSubscription,
];

/** A provider's subscription source; undefined if it has no subscriptions. */
export const findProviderSubscription = (provider: string): SubscriptionSource | undefined =>
  providerSubscriptions.find((source) => source.provider === provider);
