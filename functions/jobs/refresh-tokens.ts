import { dependencies } from "../../lib/oauth/dependencies.ts";
import { dueMessage, renewDue } from "../../lib/oauth/due.ts";
import { providerOf } from "../../lib/providers/index.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";

export const handler = queueConsumer(dueMessage, ({ body }) => renewDue(body, providerOf, dependencies()));
