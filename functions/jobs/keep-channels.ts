import { channelMessage, reconcile } from "../../lib/channels/reconcile.ts";
import { dependencies } from "../../lib/oauth/dependencies.ts";
import { channelSourceOf } from "../../lib/providers/channels.ts";
import { providerOf } from "../../lib/providers/index.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";

export const handler = queueConsumer(channelMessage, ({ body }) =>
  reconcile(body, channelSourceOf, providerOf, dependencies()),
);
