import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { lambdaFunctionName } from "../names.ts";
import type { Job, Schedule } from "../triggers.ts";
import { type AlarmRow, period, sumMetric } from "./alarm-row.ts";

/** Lambda concurrency is a limit of the account, so this metric has no dimension. */
export const throttleAlarm = (): AlarmRow => ({
  name: "lambda-throttles",
  description: "The account has run out of Lambda concurrency",
  metric: sumMetric("AWS/Lambda", "Throttles"),
  threshold: 1,
});

/** Of the account's limit, in percent. Lambdas are throttled at 100. */
const concurrencyNearLimit = 80;

/** @param limit how many Lambdas the account runs at a time */
export const concurrencyAlarm = (limit: number): AlarmRow => ({
  name: "lambda-concurrency",
  description: `${concurrencyNearLimit} % of the ${limit} Lambdas that the account can run at a time are running`,
  metric: new Metric({
    namespace: "AWS/Lambda",
    metricName: "ConcurrentExecutions",
    statistic: "Maximum",
    period,
  }),
  threshold: Math.floor((limit * concurrencyNearLimit) / 100),
});

/** A schedule that no longer runs fails nowhere, so no other alarm would tell. It tells after four missed runs. */
export const heartbeatAlarm = (stage: string, { run, everyMinutes }: Schedule): AlarmRow => ({
  name: `${run.replace("jobs/", "")}-stopped`,
  section: "schedule-stopped",
  description: `The schedule of ${run} has not run for ${4 * everyMinutes} minutes`,
  metric: sumMetric(
    "AWS/Lambda",
    "Invocations",
    { FunctionName: lambdaFunctionName(stage, { run }) },
    Duration.minutes(4 * everyMinutes),
  ),
  threshold: 1,
  raisedBy: "below",
  isRaisedByNothing: true,
});

/** One alarm for each background Lambda: no client waits for its answer, so nobody would notice a failure. */
export const jobAlarm = (stage: string, name: string, job: Pick<Job, "run" | "provider">): AlarmRow => ({
  name: `${name}-errors`,
  section: "job-errors",
  description: `The Lambda ${job.run} fails`,
  metric: sumMetric("AWS/Lambda", "Errors", { FunctionName: lambdaFunctionName(stage, job) }),
  threshold: 1,
});
