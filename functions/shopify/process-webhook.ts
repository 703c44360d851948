import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { shopifyEvents } from "../../lib/providers/shopify/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(shopifyEvents(getProviderFromEnvironment()));
