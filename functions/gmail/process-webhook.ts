import { applySettings } from "../../lib/providers/apply-settings.ts";
import { gmail } from "../../lib/providers/gmail/definition.ts";
import { gmailEvents } from "../../lib/providers/gmail/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(gmailEvents(applySettings(gmail)));
