import { gmailEvents } from "../../lib/providers/gmail/events.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(gmailEvents(getProviderFromEnvironment()));
