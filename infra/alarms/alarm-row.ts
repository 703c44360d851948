// An alarm as data, and the metrics that most of them watch.
import { Duration } from "aws-cdk-lib";
import { type IMetric, Metric } from "aws-cdk-lib/aws-cloudwatch";

export interface AlarmRow {
  readonly name: string;
  /** What happened and whom it affects. The runbook has a section with the alarm's name. */
  readonly description: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Whether the threshold itself is still quiet; else it is what raises the alarm. */
  readonly isAbove?: boolean;
  /** For how many consecutive periods the threshold must be reached. */
  readonly periods?: number;
}

export const period = Duration.minutes(5);

export const sumMetric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string> = {},
  within = period,
) => new Metric({ namespace, metricName, dimensionsMap, statistic: "Sum", period: within });

export const maximumMetric = (metricName: string, QueueName: string) =>
  new Metric({ namespace: "AWS/SQS", metricName, dimensionsMap: { QueueName }, statistic: "Maximum", period });
