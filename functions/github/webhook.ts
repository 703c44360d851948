import { signatureEndpoint } from "../../lib/http/webhook-endpoint.ts";
import { githubWebhook } from "../../lib/providers/github/webhook.ts";

export const handler = signatureEndpoint(githubWebhook);
