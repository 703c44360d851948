import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { hubspotWebhook } from "../../lib/providers/hubspot/webhook.ts";

export const handler = signatureEndpoint(hubspotWebhook);
