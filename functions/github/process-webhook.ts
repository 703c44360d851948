import { applySettings } from "../../lib/providers/apply-settings.ts";
import { github } from "../../lib/providers/github/definition.ts";
import { githubEvents } from "../../lib/providers/github/events.ts";
import { webhookWorker } from "../../lib/webhooks/worker.ts";

export const handler = webhookWorker(githubEvents(applySettings(github)));
