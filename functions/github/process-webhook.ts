import { githubEvents } from "../../lib/providers/github/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(githubEvents);
