import { eraseActivity, erasureMessage } from "../../lib/connections/erase-activity.ts";
import { queueConsumer } from "../../lib/queue/consumer.ts";

export const handler = queueConsumer(erasureMessage, ({ body, sentAt }) =>
  eraseActivity(body, sentAt, Math.floor(Date.now() / 1000)),
);
