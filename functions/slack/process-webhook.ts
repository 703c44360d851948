import { getProviderFromEnvironment } from "../../lib/providers/index.ts";
import { slackEvents } from "../../lib/providers/slack/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(slackEvents(getProviderFromEnvironment()));
