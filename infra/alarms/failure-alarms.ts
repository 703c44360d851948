import { Duration } from "aws-cdk-lib";
import { MathExpression } from "aws-cdk-lib/aws-cloudwatch";
import type { SeriesName } from "../../lib/metric-series.ts";
import { period, stageMetric, type ThresholdAlarm } from "./alarm-row.ts";

type PercentName = Extract<SeriesName, `${string}Percent`>;

/** The average of a percentage; 0 while it was counted fewer than `atLeast` times. */
function sharePercent(stage: string, name: PercentName, atLeast: number, within: Duration): MathExpression {
  return new MathExpression({
    expression: `IF(times >= ${atLeast}, percent, 0)`,
    usingMetrics: {
      times: stageMetric(stage, name, { statistic: "SampleCount", within }),
      percent: stageMetric(stage, name, { statistic: "Average", within }),
    },
    label: name,
    period: within,
  });
}

/** Alarms on how much of what users do fails. A callback always answers with a redirect, so no 5xx counts its failures. */
export const failureAlarms = (stage: string): ThresholdAlarm[] => [
  {
    name: "CallbackFailed",
    panel: "flows",
    description: "More than ten callbacks failed in an hour, and not by the user's choice",
    metric: stageMetric(stage, "CallbackFailed", { statistic: "Sum", within: Duration.hours(1) }),
    threshold: 10,
    raisedBy: "above",
  },
  {
    name: "flow-failures",
    panel: "flows",
    description: "More than 5 % of the flows that ended in 15 minutes failed, and not by the user's choice",
    metric: sharePercent(stage, "FlowFailedPercent", 20, Duration.minutes(15)),
    threshold: 5,
    raisedBy: "above",
  },
  {
    name: "RefreshFailed",
    panel: "flows",
    description: "More than 5 % of the refreshes of tokens failed in five minutes",
    metric: sharePercent(stage, "RefreshFailedPercent", 20, period),
    threshold: 5,
    raisedBy: "above",
  },
  {
    name: "renewals-lapsed",
    panel: "flows",
    description: "1 % of the connections that were to be renewed in an hour had lapsed: their users must connect again",
    metric: stageMetric(stage, "RenewalLapsedPercent", { statistic: "Average", within: Duration.hours(1) }),
    threshold: 1,
  },
];
