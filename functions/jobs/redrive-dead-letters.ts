import { watchQueues } from "../../lib/queue/watch-queues.ts";
import { scheduledJob } from "../../lib/scheduled-job.ts";
import { redriveDeadLetters } from "../../lib/webhooks/redrive.ts";

export const handler = scheduledJob(() => watchQueues(redriveDeadLetters));
