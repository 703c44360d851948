import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { dueMessageSchema, refreshIfDue } from "../../lib/connections/refresh-due.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";

export const handler = queueConsumer(dueMessageSchema, ({ body }) =>
  refreshIfDue(body, getProvider, defaultDependencies()),
);
