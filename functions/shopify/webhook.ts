import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { shopifyWebhook } from "../../lib/providers/shopify/webhook.ts";

export const handler = signatureEndpoint(shopifyWebhook);
