// What a graph of the dashboard shows, as data.
import { type IMetric, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { metricSeries, SeriesName } from "../../lib/metric-series.ts";
import { period } from "../alarms/alarm-row.ts";

export interface Graph {
  readonly title: string;
  readonly metrics: readonly IMetric[];
  /** Of the vertical axis. */
  readonly unit: "count" | "ms" | "s" | "bytes" | "units" | "percent";
}

/** Series without a dimension beside the stage. */
type StageSeries = {
  [Name in SeriesName]: (typeof metricSeries)[Name] extends { readonly by: string } ? never : Name;
}[SeriesName];

/** A series of ours. @param label what the line is called */
export const ownMetric = (
  stage: string,
  metricName: StageSeries,
  { statistic = "Sum", label = metricName }: { readonly statistic?: string; readonly label?: string } = {},
): IMetric => new Metric({ namespace: "Patchbay", metricName, dimensionsMap: { stage }, statistic, label, period });

/** A metric of AWS. @param label what the line is called */
export const awsMetric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  { statistic = "Sum", label = metricName }: { readonly statistic?: string; readonly label?: string } = {},
): IMetric => new Metric({ namespace, metricName, dimensionsMap, statistic, label, period });
