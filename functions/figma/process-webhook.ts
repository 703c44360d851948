import { figmaEvents } from "../../lib/providers/figma/events.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(figmaEvents(getProviderFromEnvironment()));
