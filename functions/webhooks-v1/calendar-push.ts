import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { calendarPush } from "../../lib/providers/calendar/webhook.ts";

export const handler = signatureEndpoint(calendarPush);
