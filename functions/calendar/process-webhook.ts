import { applySettings } from "../../lib/providers/apply-settings.ts";
import { calendar } from "../../lib/providers/calendar/definition.ts";
import { calendarEvents } from "../../lib/providers/calendar/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(calendarEvents(applySettings(calendar)));
