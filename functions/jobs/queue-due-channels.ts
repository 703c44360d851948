import { scheduledJob } from "../../lib/scheduled-job.ts";
import { queueDueSubscriptions } from "../../lib/subscriptions/queue-due.ts";

export const handler = scheduledJob(() => queueDueSubscriptions());
