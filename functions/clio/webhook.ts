import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { clioWebhook } from "../../lib/providers/clio/webhook.ts";

export const handler = signatureEndpoint(clioWebhook);
