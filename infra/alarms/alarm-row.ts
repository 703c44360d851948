// An alarm as data, and the metrics that most of them watch.
import { Duration } from "aws-cdk-lib";
import { type IMetric, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { metricSeries, SeriesName } from "../../lib/metric-series.ts";

/** The parts of the dashboard, in its order. */
export const panelNames = [
  "flows",
  "webhooks",
  "queues",
  "live",
  "providers",
  "questions",
  "platform",
  "costs",
] as const;
export type PanelName = (typeof panelNames)[number];

interface AlarmText {
  readonly name: string;
  /** What happened and whom it affects. */
  readonly description: string;
  /** The section of docs/runbook.md that tells what to do; default: the name. Alarms of one kind share a section. */
  readonly section?: string;
  /** Where the dashboard shows it. */
  readonly panel: PanelName;
  readonly metric: IMetric;
  /** For how many consecutive periods it must be so. */
  readonly periods?: number;
}

export interface ThresholdAlarm extends AlarmText {
  readonly threshold: number;
  /** Which values raise the alarm. By default those that reach the threshold. */
  readonly raisedBy?: "reached" | "above" | "below";
  /** Whether a period without a value raises the alarm. */
  readonly isRaisedByNothing?: boolean;
}

export interface AnomalyAlarm extends AlarmText {
  /**
   * Raised by what is more than so many standard deviations above what CloudWatch expects for the hour and day.
   * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
   */
  readonly deviations: number;
}

export type AlarmRow = ThresholdAlarm | AnomalyAlarm;

export const period = Duration.minutes(5);

type Statistic = "Sum" | "Average" | "Maximum" | "SampleCount";

export const sumMetric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string> = {},
  within = period,
) => new Metric({ namespace, metricName, dimensionsMap, statistic: "Sum", period: within });

/** A name of a series, whose dimension beside the stage has to be given where it has one. */
type Dimension<Name extends SeriesName> = (typeof metricSeries)[Name] extends { readonly by: infer By extends string }
  ? [{ readonly [K in By]: string }]
  : [];

/** A series of ours, of this stage. */
export function stageMetric<Name extends SeriesName>(
  stage: string,
  name: Name,
  { statistic, within }: { readonly statistic: Statistic; readonly within: Duration },
  ...[dimension]: Dimension<Name>
): Metric {
  const dimensionsMap: Record<string, string> = { stage, ...dimension };
  return new Metric({ namespace: "Patchbay", metricName: name, dimensionsMap, statistic, period: within });
}
