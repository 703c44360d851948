import { Duration } from "aws-cdk-lib";
import { MathExpression } from "aws-cdk-lib/aws-cloudwatch";
import type { MetricName } from "../../lib/metrics.ts";
import { type AlarmRow, period, stageMetric } from "./alarm-row.ts";

/** What of `all` has failed, in percent; nothing while there are fewer than `atLeast`. */
interface Share {
  readonly failed: MetricName;
  /** Added up. */
  readonly all: readonly MetricName[];
  readonly atLeast: number;
  readonly within: Duration;
}

function failedPercent(stage: string, label: string, { failed, all, atLeast, within }: Share): MathExpression {
  const of = Object.fromEntries(all.map((name, at) => [`part${at}`, stageMetric(stage, name, within)]));
  const total = `(${Object.keys(of)
    .map((part) => `FILL(${part}, 0)`)
    .join(" + ")})`;
  return new MathExpression({
    expression: `IF(${total} >= ${atLeast}, 100 * FILL(failed, 0) / ${total}, 0)`,
    usingMetrics: { failed: stageMetric(stage, failed, within), ...of },
    label,
    period: within,
  });
}

/** Alarms on how much of what users do fails. A callback always answers with a redirect, so no 5xx counts its failures. */
export const failureAlarms = (stage: string): AlarmRow[] => [
  {
    name: "CallbackFailed",
    description: "More than ten callbacks failed in an hour, and not by the user's choice",
    metric: stageMetric(stage, "CallbackFailed", Duration.hours(1)),
    threshold: 10,
    raisedBy: "above",
  },
  {
    name: "flow-failures",
    description: "More than 5 % of the flows that ended in 15 minutes failed, and not by the user's choice",
    metric: failedPercent(stage, "failed flows in percent", {
      failed: "CallbackFailed",
      all: ["FlowFinished"],
      atLeast: 20,
      within: Duration.minutes(15),
    }),
    threshold: 5,
    raisedBy: "above",
  },
  {
    name: "RefreshFailed",
    description: "More than 5 % of the refreshes of tokens failed in five minutes",
    metric: failedPercent(stage, "failed refreshes in percent", {
      failed: "RefreshFailed",
      all: ["RefreshFailed", "RefreshSucceeded"],
      atLeast: 20,
      within: period,
    }),
    threshold: 5,
    raisedBy: "above",
  },
  {
    name: "renewals-lapsed",
    description: "1 % of the connections that were to be renewed in an hour had lapsed: their users must connect again",
    metric: failedPercent(stage, "lapsed connections in percent", {
      failed: "RenewalLapsed",
      all: ["RenewalDue"],
      atLeast: 1,
      within: Duration.hours(1),
    }),
    threshold: 1,
  },
];
