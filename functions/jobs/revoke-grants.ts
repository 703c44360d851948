import * as z from "zod";
import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { revokeGrant } from "../../lib/connections/revoke.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { findProviderSubscription } from "../../lib/providers/subscriptions.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";
import { unsubscribeAll } from "../../lib/subscriptions/unsubscribe-all.ts";

const message = z.object({ grantId: z.string() });

export const handler = queueConsumer(message, ({ body, sentAt, attempt }) =>
  revokeGrant(body.grantId, sentAt, {
    ...defaultDependencies(),
    getProvider,
    stopSubscriptions: unsubscribeAll(findProviderSubscription, attempt),
  }),
);
