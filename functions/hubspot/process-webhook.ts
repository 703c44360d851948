import { hubspotEvents } from "../../lib/providers/hubspot/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(hubspotEvents);
