import { applySettings } from "../../lib/providers/apply-settings.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { figmaEvents } from "../../lib/providers/figma/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(figmaEvents(applySettings(figma)));
