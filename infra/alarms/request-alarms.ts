import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { FailureKind } from "../../lib/http/provider-error.ts";
import type { MetricName } from "../../lib/metrics.ts";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { type AlarmRow, period, sumMetric } from "./alarm-row.ts";

/** For a stage with a database. Questions that fail for another reason are their askers' matter. */
export const databaseAlarm = (stage: string): AlarmRow => ({
  name: "database-unreachable",
  description: "The database of questions does not answer, or refuses our login: no question is answered",
  metric: sumMetric("Patchbay", "DatabaseFailed" satisfies MetricName, { stage, reason: "unreachable" }),
  threshold: 1,
});

/**
 * Failures of HTTP Lambdas that are ours. The API's own 5xx metric is not watched: it also counts what a provider's outage
 * (502, 503) and a provider without credentials (503) make us answer.
 */
export const apiAlarms = (stage: string): AlarmRow[] => [
  {
    name: "api-5xx",
    description: 'Requests fail on our side: they are answered with the code "internal"',
    metric: sumMetric("Patchbay", "RequestFailed", { stage, code: "internal" }),
    threshold: 1,
  },
  {
    name: "api-unanswered",
    description: "A Lambda of the API crashed, ran out of memory or took too long: the gateway answered in its place",
    metric: sumMetric("Patchbay", unansweredMetric, { stage }),
    threshold: 1,
  },
];

/** Counted from the API's access log: see the metric filter in stage-stack.ts. */
export const unansweredMetric = "RequestUnanswered";

/** Calls in a period from which on a share says something. */
const minCalls = 20;

/** Percent of a provider's calls. */
const maxFailedPercent = 25;

/** A provider's outage. Refusals such as a missing permission or a rate limit are the user's matter and not counted. */
export function providerAlarm(stage: string, { id, displayName }: Pick<Manifest, "id" | "displayName">): AlarmRow {
  const failures = (kind: FailureKind) => sumMetric("Patchbay", "ProviderFailed", { stage, provider: id, class: kind });
  return {
    name: `provider-${id}-failures`,
    section: "provider-failures",
    description: `${displayName} fails for ${maxFailedPercent} % of our calls: users see errors until it recovers`,
    metric: new MathExpression({
      expression: `IF(calls >= ${minCalls}, 100 * (FILL(transient, 0) + FILL(unknown, 0)) / calls, 0)`,
      usingMetrics: {
        transient: failures("transient"),
        unknown: failures("unknown"),
        calls: new Metric({
          namespace: "Patchbay",
          metricName: "ProviderLatency",
          dimensionsMap: { stage, provider: id },
          statistic: "SampleCount",
        }),
      },
      label: `${displayName}: failed calls in percent`,
      period,
    }),
    threshold: maxFailedPercent,
    periods: 2,
  };
}
