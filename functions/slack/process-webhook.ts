import { applySettings } from "../../lib/providers/apply-settings.ts";
import { slack } from "../../lib/providers/slack/definition.ts";
import { slackEvents } from "../../lib/providers/slack/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(slackEvents(applySettings(slack)));
