import { figmaEvents } from "../../lib/providers/figma/events.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(figmaEvents(providerFromEnvironment()));
