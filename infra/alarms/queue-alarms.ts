import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { functionName } from "../names.ts";
import type { Schedule } from "../triggers.ts";
import { period, stageMetric, type ThresholdAlarm } from "./alarm-row.ts";

/**
 * Alarms of all queues together: a metric of SQS for each queue would cost as much as everything else that is watched. The job that
 * runs every quarter of an hour counts (lib/queue/watch-queues.ts), and so do the consumers; the log names the queue.
 */
export const queueAlarms = (stage: string, schedules: readonly Pick<Schedule, "everyMinutes">[]): ThresholdAlarm[] => [
  {
    name: "queue-dead-letters",
    panel: "queues",
    description: "Messages of a queue were given up",
    // Two runs of the job, so that it does not end while they are there.
    metric: stageMetric(stage, "DeadLetters", { statistic: "Maximum", within: Duration.minutes(30) }),
    threshold: 1,
  },
  {
    name: "queue-age",
    panel: "queues",
    description:
      "Messages have waited too long: events for 15 minutes, others for an hour, or a queue that nobody takes from",
    metric: stageMetric(stage, "MessageLate", { statistic: "Sum", within: Duration.hours(1) }),
    threshold: 1,
  },
  heartbeatAlarm(stage, schedules),
];

const heartbeatMinutes = 60;

/**
 * A schedule that no longer runs fails nowhere, so no other alarm would tell. All of them are counted together: raised when there are
 * so few runs that one of the schedules can have had none, with one run of each other missing at the edge of the period. Those
 * that run once in the period, or more rarely, are not counted.
 */
function heartbeatAlarm(stage: string, schedules: readonly Pick<Schedule, "everyMinutes">[]): ThresholdAlarm {
  const runs = schedules
    .filter(({ everyMinutes }) => everyMinutes < heartbeatMinutes)
    .map(({ everyMinutes }) => Math.floor(heartbeatMinutes / everyMinutes));
  const all = runs.reduce((sum, each) => sum + each, 0);
  return {
    name: "schedule-stopped",
    panel: "queues",
    description: `A schedule has not run, or has failed, for ${heartbeatMinutes} minutes`,
    metric: stageMetric(stage, "ScheduleFinished", { statistic: "Sum", within: Duration.minutes(heartbeatMinutes) }),
    threshold: all - Math.min(...runs) + 1,
    raisedBy: "below",
    isRaisedByNothing: true,
  };
}

/** The alarm of the Lambda that numbers the outbox rows and pushes them to users. What it gives up are dead letters, as of queues. */
export const feedAlarm = (stage: string, run: string): ThresholdAlarm => ({
  name: "feed-age",
  panel: "live",
  description: "What users are to be told waits for more than five minutes",
  metric: new Metric({
    namespace: "AWS/Lambda",
    metricName: "IteratorAge",
    dimensionsMap: { FunctionName: functionName(stage, run) },
    statistic: "Maximum",
    period,
  }),
  threshold: 300_000,
});
