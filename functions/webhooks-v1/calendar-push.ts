import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { calendarWebhook } from "../../lib/providers/calendar/webhook.ts";

export const handler = signatureEndpoint(calendarWebhook);
