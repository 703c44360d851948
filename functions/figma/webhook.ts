import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { figmaWebhook } from "../../lib/providers/figma/webhook.ts";

export const handler = signatureEndpoint(figmaWebhook);
