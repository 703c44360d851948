import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { findProviderSubscription } from "../../lib/providers/subscriptions.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";
import { reconcileMessageSchema, reconcileSubscriptions } from "../../lib/subscriptions/reconcile.ts";

export const handler = queueConsumer(reconcileMessageSchema, ({ body }) =>
  reconcileSubscriptions(body, findProviderSubscription, getProvider, defaultDependencies()),
);
