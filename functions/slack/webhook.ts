import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { slackWebhook } from "../../lib/providers/slack/webhook.ts";

export const handler = signatureEndpoint(slackWebhook);
