// What a graph of the dashboard shows, as data.
import { type IMetric, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { MetricName } from "../../lib/metrics.ts";
import { period, queryStage } from "../alarms/alarm-row.ts";

export interface Graph {
  readonly title: string;
  readonly metrics: readonly IMetric[];
  /** Of the vertical axis. */
  readonly unit: "count" | "ms" | "s" | "bytes" | "units";
}

/** A metric of ours, with one line for each value of a dimension. */
export const sumBy = (stage: string, name: MetricName, dimension: "provider" | "outcome" | "code"): IMetric =>
  queryStage(stage, "SUM", name, dimension);

/** A metric of ours, summed over its dimensions. */
export const sumAcross = (stage: string, name: MetricName): IMetric => queryStage(stage, "SUM", name);

/** A duration of ours: the highest value of each provider or source. */
export const maximumBy = (stage: string, name: MetricName, dimension: "provider" | "source"): IMetric =>
  queryStage(stage, "MAX", name, dimension);

/** A metric of AWS. @param label what the line is called */
export const awsMetric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  { statistic = "Sum", label = metricName }: { readonly statistic?: string; readonly label?: string } = {},
): IMetric => new Metric({ namespace, metricName, dimensionsMap, statistic, label, period });
