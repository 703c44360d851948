import type { SeriesName } from "../../lib/metric-series.ts";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { period, stageMetric, type ThresholdAlarm } from "./alarm-row.ts";

/** For a stage with a database. Questions that fail for another reason are their askers' matter. */
export const databaseAlarm = (stage: string): ThresholdAlarm => ({
  name: "database-unreachable",
  panel: "questions",
  description: "The database of questions does not answer, or refuses our login: no question is answered",
  metric: stageMetric(stage, "DatabaseFailed", { statistic: "Sum", within: period }),
  threshold: 1,
});

/** The Lambdas count what they answer with it, and the metric filter in stage-stack.ts what no Lambda answered. */
export const failedRequestMetric = "RequestFailed" satisfies SeriesName;

/**
 * Failures of HTTP Lambdas that are ours. The API's own 5xx metric is not watched: it also counts what a provider's outage
 * (502, 503) and a provider without credentials (503) make us answer.
 */
export const apiAlarm = (stage: string): ThresholdAlarm => ({
  name: "api-5xx",
  panel: "platform",
  description:
    'Requests fail on our side: they are answered with the code "internal", or by the gateway in place of a Lambda',
  metric: stageMetric(stage, failedRequestMetric, { statistic: "Sum", within: period }),
  threshold: 1,
});

/** Operations that failed beyond a quarter of all: a few say nothing. */
const minExcess = 4;

/** A provider's outage. Refusals such as a missing permission or a rate limit are the user's matter and not counted. */
export const providerAlarm = (
  stage: string,
  { id, displayName }: Pick<Manifest, "id" | "displayName">,
): ThresholdAlarm => ({
  name: `provider-${id}-failures`,
  section: "provider-failures",
  panel: "providers",
  description: `More than a quarter of what we ask ${displayName} for fails: users see errors until it recovers`,
  metric: stageMetric(stage, "ProviderFailureExcess", { statistic: "Sum", within: period }, { provider: id }),
  threshold: minExcess,
  periods: 2,
});
