import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { deadLetterQueueName, feedDeadLetterQueueName, functionName, queueName } from "../names.ts";
import type { Consumer } from "../triggers.ts";
import { type AlarmRow, maximumMetric, period, sumMetric } from "./alarm-row.ts";

export const queueAlarms = (stage: string, { queue }: Consumer): AlarmRow[] => [
  {
    name: `${queue}-dead-letters`,
    section: "queue-dead-letters",
    description: `Messages of the queue ${queue} were given up`,
    metric: maximumMetric("ApproximateNumberOfMessagesVisible", deadLetterQueueName(stage, queue)),
    threshold: 1,
  },
  {
    name: `${queue}-age`,
    section: "queue-age",
    description: `The oldest message of the queue ${queue} has waited for ${maxAgeSeconds(queue) / 60} minutes`,
    metric: maximumMetric("ApproximateAgeOfOldestMessage", queueName(stage, queue)),
    threshold: maxAgeSeconds(queue),
  },
];

/** Seconds. Shorter for events, because users wait for them; nobody waits for a renewal or a revocation. */
const maxAgeSeconds = (queue: Consumer["queue"]) => (queue.startsWith("webhooks-") ? 900 : 3600);

/** Alarms of the Lambda that numbers the outbox rows and pushes them to users. */
export const feedAlarms = (stage: string, run: string): AlarmRow[] => [
  {
    name: "feed-dead-letters",
    description: "Announcements could not be numbered and were given up: users miss them in their feed",
    metric: maximumMetric("ApproximateNumberOfMessagesVisible", feedDeadLetterQueueName(stage)),
    threshold: 1,
  },
  {
    name: "feed-errors",
    description: "Announcements are not numbered, or do not reach the queue of channels",
    metric: sumMetric("AWS/Lambda", "Errors", { FunctionName: functionName(stage, run) }),
    threshold: 1,
  },
  {
    name: "feed-age",
    description: "What users are to be told waits for more than five minutes",
    metric: new Metric({
      namespace: "AWS/Lambda",
      metricName: "IteratorAge",
      dimensionsMap: { FunctionName: functionName(stage, run) },
      statistic: "Maximum",
      period,
    }),
    threshold: 300_000,
  },
];
