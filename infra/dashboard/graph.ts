// What a graph of the dashboard shows, as data.
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { MetricName } from "../../lib/metrics.ts";
import { period } from "../alarms/alarm-row.ts";

export interface Graph {
  readonly title: string;
  readonly metrics: readonly IMetric[];
  /** Of the vertical axis. */
  readonly unit: "count" | "ms" | "s" | "bytes" | "units";
}

/** A metric of ours in all its dimensions, one line for each value of a dimension. */
export const sumBy = (stage: string, name: MetricName, dimension: "provider" | "outcome" | "code"): IMetric =>
  new MathExpression({
    expression: `SELECT SUM(${name}) FROM "Patchbay" WHERE stage = '${stage}' GROUP BY ${dimension}`,
    label: name,
    period,
  });

/** A metric of ours, summed over its dimensions. */
export const sumAcross = (stage: string, name: MetricName): IMetric =>
  new MathExpression({
    expression: `SELECT SUM(${name}) FROM "Patchbay" WHERE stage = '${stage}'`,
    label: name,
    period,
  });

/** A duration of ours: the highest value of each provider or source. */
export const maximumBy = (stage: string, name: MetricName, dimension: "provider" | "source"): IMetric =>
  new MathExpression({
    expression: `SELECT MAX(${name}) FROM "Patchbay" WHERE stage = '${stage}' GROUP BY ${dimension}`,
    label: name,
    period,
  });

/** A metric of AWS. @param label what the line is called */
export const awsMetric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  { statistic = "Sum", label = metricName }: { readonly statistic?: string; readonly label?: string } = {},
): IMetric => new Metric({ namespace, metricName, dimensionsMap, statistic, label, period: Duration.minutes(5) });
