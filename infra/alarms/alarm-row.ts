// An alarm as data, and the metrics that most of them watch.
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { MetricName } from "../../lib/metrics.ts";

export interface AlarmRow {
  readonly name: string;
  /** What happened and whom it affects. */
  readonly description: string;
  /** The section of docs/runbook.md that tells what to do; default: the name. Alarms of one kind share a section. */
  readonly section?: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Which values raise the alarm. By default those that reach the threshold. */
  readonly raisedBy?: "reached" | "above" | "below";
  /** Whether a period without a value raises the alarm. */
  readonly isRaisedByNothing?: boolean;
  /**
   * Instead of a threshold: raised by what is more than so many standard deviations above what CloudWatch expects for the hour and day.
   * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
   */
  readonly deviations?: number;
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

/** A metric of ours that is written for the whole stage, without further dimensions but those given. */
export const stageMetric = (
  stage: string,
  name: MetricName,
  within: Duration,
  dimensions: Record<string, string> = {},
): Metric => sumMetric("Patchbay", name, { stage, ...dimensions }, within);

/**
 * A metric of ours over all its dimensions, by CloudWatch's Metrics Insights: one value, or one for each value of a dimension.
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/query_with_cloudwatch-metrics-insights.html
 */
export const queryStage = (
  stage: string,
  aggregate: "SUM" | "MAX",
  name: MetricName,
  groupBy?: string,
): MathExpression =>
  new MathExpression({
    expression: `SELECT ${aggregate}(${name}) FROM "Patchbay" WHERE stage = '${stage}'${groupBy ? ` GROUP BY ${groupBy}` : ""}`,
    label: name,
    period,
  });

export const maximumMetric = (metricName: string, QueueName: string) =>
  new Metric({ namespace: "AWS/SQS", metricName, dimensionsMap: { QueueName }, statistic: "Maximum", period });
