import { queueDueRefreshes } from "../../lib/connections/refresh-due.ts";
import { scheduledJob } from "../../lib/scheduled-job.ts";

export const handler = scheduledJob(() => queueDueRefreshes());
