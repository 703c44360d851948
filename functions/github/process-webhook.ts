import { githubEvents } from "../../lib/providers/github/events.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(githubEvents(getProviderFromEnvironment()));
