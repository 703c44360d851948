import { calendarEvents } from "../../lib/providers/calendar/events.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(calendarEvents(getProviderFromEnvironment()));
