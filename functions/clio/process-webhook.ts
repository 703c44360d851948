import { clioEvents } from "../../lib/providers/clio/events.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(clioEvents(getProviderFromEnvironment()));
