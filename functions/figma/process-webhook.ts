import { figmaEvents } from "../../lib/providers/figma/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(figmaEvents);
