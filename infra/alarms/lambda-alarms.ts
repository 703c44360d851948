import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { period, sumMetric, type ThresholdAlarm } from "./alarm-row.ts";

/** Lambda concurrency is a limit of the account, so this metric has no dimension. */
export const throttleAlarm = (): ThresholdAlarm => ({
  name: "lambda-throttles",
  panel: "platform",
  description: "The account has run out of Lambda concurrency",
  metric: sumMetric("AWS/Lambda", "Throttles"),
  threshold: 1,
});

/** Of the account's limit, in percent. Lambdas are throttled at 100. */
const concurrencyNearLimit = 80;

/** @param limit how many Lambdas the account runs at a time */
export const concurrencyAlarm = (limit: number): ThresholdAlarm => ({
  name: "lambda-concurrency",
  panel: "platform",
  description: `${concurrencyNearLimit} % of the ${limit} Lambdas that the account can run at a time are running`,
  metric: new Metric({
    namespace: "AWS/Lambda",
    metricName: "ConcurrentExecutions",
    statistic: "Maximum",
    period,
  }),
  threshold: Math.floor((limit * concurrencyNearLimit) / 100),
});
