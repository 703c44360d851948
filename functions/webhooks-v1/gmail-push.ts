import { pubsubEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { gmailWebhook } from "../../lib/providers/gmail/webhook.ts";

export const handler = pubsubEndpoint(gmailWebhook);
