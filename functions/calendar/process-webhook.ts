import { calendarEvents } from "../../lib/providers/calendar/events-source.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(calendarEvents(providerFromEnvironment()));
