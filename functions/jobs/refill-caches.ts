import { refillCaches, refillMessageSchema } from "../../lib/provider-client/cache-refill.ts";
import { findCacheRefill } from "../../lib/providers/cache-refills.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";

export const handler = queueConsumer(refillMessageSchema, ({ body, attempt }) =>
  refillCaches(body, attempt, { getProvider, findRefill: findCacheRefill }),
);
