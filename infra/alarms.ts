// All alarms, one entry each.
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { FailureKind } from "../lib/http/provider-error.ts";
import type { MetricName } from "../lib/metrics.ts";
import type { Manifest } from "../lib/providers/manifest.ts";
import { deadLetterQueueName, feedDeadLetterQueueName, functionName, queueName } from "./names.ts";
import type { Consumer, Job } from "./triggers.ts";

export interface AlarmRow {
  readonly name: string;
  /** What happened and whom it affects. The runbook has a section with the alarm's name. */
  readonly description: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** For how many consecutive periods the threshold must be reached. */
  readonly periods?: number;
}

const period = Duration.minutes(5);

const sumMetric = (namespace: string, metricName: string, dimensionsMap: Record<string, string> = {}) =>
  new Metric({ namespace, metricName, dimensionsMap, statistic: "Sum", period });

const maximumMetric = (metricName: string, QueueName: string) =>
  new Metric({ namespace: "AWS/SQS", metricName, dimensionsMap: { QueueName }, statistic: "Maximum", period });

export const queueAlarms = (stage: string, { queue }: Consumer): AlarmRow[] => [
  {
    name: `${queue}-dead-letters`,
    description: `Messages of the queue ${queue} were given up`,
    metric: maximumMetric("ApproximateNumberOfMessagesVisible", deadLetterQueueName(stage, queue)),
    threshold: 1,
  },
  {
    name: `${queue}-age`,
    description: `The oldest message of the queue ${queue} has waited for ${maxAgeSeconds(queue) / 60} minutes`,
    metric: maximumMetric("ApproximateAgeOfOldestMessage", queueName(stage, queue)),
    threshold: maxAgeSeconds(queue),
  },
];

/** Seconds. Shorter for events, because users wait for them; nobody waits for a renewal or a revocation. */
const maxAgeSeconds = (queue: Consumer["queue"]) => (queue.startsWith("webhooks-") ? 900 : 3600);

/** Alarms of the Lambda that numbers the outbox rows and pushes them to users. */
export const feedAlarms = (stage: string, run: string): AlarmRow[] => [
  {
    name: "feed-dead-letters",
    description: "Announcements could not be numbered and were given up: users miss them in their feed",
    metric: maximumMetric("ApproximateNumberOfMessagesVisible", feedDeadLetterQueueName(stage)),
    threshold: 1,
  },
  {
    name: "feed-errors",
    description: "Announcements are not numbered, or do not reach the queue of channels",
    metric: sumMetric("AWS/Lambda", "Errors", { FunctionName: functionName(stage, run) }),
    threshold: 1,
  },
  {
    name: "feed-age",
    description: "What users are to be told waits for more than five minutes",
    metric: new Metric({
      namespace: "AWS/Lambda",
      metricName: "IteratorAge",
      dimensionsMap: { FunctionName: functionName(stage, run) },
      statistic: "Maximum",
      period,
    }),
    threshold: 300_000,
  },
];

/** Alarm on a metric that the Lambdas write. Metrics Insights sums over the other dimensions: one alarm for all providers. */
const countedAlarm = (
  stage: string,
  metric: MetricName,
  description: string,
  { threshold = 1, within = period }: { readonly threshold?: number; readonly within?: Duration } = {},
): AlarmRow => ({
  name: metric,
  description,
  threshold,
  metric: new MathExpression({
    expression: `SELECT SUM(${metric}) FROM "Patchbay" WHERE stage = '${stage}'`,
    label: metric,
    period: within,
  }),
});

export const countedAlarms = (stage: string): AlarmRow[] => [
  countedAlarm(
    stage,
    "OAuthClientRejected",
    "A provider refuses our client id or secret: no user can connect or refresh",
  ),
  countedAlarm(stage, "VaultDenied", "KMS denies the key: nothing can be sealed or opened"),
  countedAlarm(stage, "VaultTampered", "A sealed record did not open: it was changed, moved or truncated"),
  countedAlarm(stage, "SecretMissing", "A secret that a Lambda needs is missing or not readable"),
  countedAlarm(stage, "RowUnreadable", "A stored row does not have the shape that this version reads"),
  // A callback always answers with a redirect, so the API's 5xx metric does not count its failures.
  countedAlarm(stage, "CallbackFailed", "Connecting fails, and not by the user's choice", {
    threshold: 10,
    within: Duration.hours(1),
  }),
  countedAlarm(stage, "PushFailed", "Frames do not reach open sockets", { threshold: 10 }),
  countedAlarm(stage, "WebhookRefused", "Events arrive that are not signed as they must be", { threshold: 20 }),
  countedAlarm(
    stage,
    "WebhookUnavailable",
    "Events could not be checked or queued: their senders were told to repeat them",
  ),
  countedAlarm(stage, "DeliveryTooLarge", "A genuine event was too large to be queued"),
  countedAlarm(
    stage,
    "DeliveryGivenUp",
    "An event of a linked repository did not get through in three attempts: it is lost",
  ),
  countedAlarm(
    stage,
    "ItemSetAside",
    "A mail or an event could not be processed and was set aside: it waits for a replay",
  ),
  countedAlarm(stage, "OutboxRowSetAside", "The store does not take an announcement: its user misses it in the feed"),
  countedAlarm(stage, "InsightsModelFailed", "The model does not answer: the built-in rules read alone", {
    threshold: 20,
  }),
  countedAlarm(stage, "ChannelLapsed", "A push channel has lapsed: changes no longer arrive by themselves"),
  countedAlarm(stage, "RefreshFailed", "Refreshes of tokens fail", { threshold: 10 }),
];

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

/**
 * Alarms of the WebSocket API. Its Lambdas answer errors themselves, and nobody waits for the answer to a frame.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
export const liveAlarms = (stage: string, apiId: string, routes: readonly Pick<Job, "run">[]): AlarmRow[] => [
  ...routes.map(({ run }) => jobAlarm(stage, run.replace("/", "-"), { run })),
  {
    name: "live-execution-errors",
    description: "The WebSocket API cannot call its Lambdas: sockets do not open, or their messages are lost",
    metric: sumMetric("AWS/ApiGateway", "ExecutionError", { ApiId: apiId }),
    threshold: 1,
  },
  {
    // Refused handshakes count too: a page with an expired token makes one, hence the threshold.
    name: "live-integration-errors",
    description: "The Lambdas of the WebSocket API fail or refuse many sockets",
    metric: sumMetric("AWS/ApiGateway", "IntegrationError", { ApiId: apiId }),
    threshold: 50,
  },
];

/** Lambda concurrency is a limit of the account, so this metric has no dimension. */
export const throttleAlarm = (): AlarmRow => ({
  name: "lambda-throttles",
  description: "The account has run out of Lambda concurrency",
  metric: sumMetric("AWS/Lambda", "Throttles"),
  threshold: 1,
});

/** One alarm for each background Lambda: no client waits for its answer, so nobody would notice a failure. */
export const jobAlarm = (stage: string, name: string, { run, provider }: Pick<Job, "run" | "provider">): AlarmRow => ({
  name: `${name}-errors`,
  description: `The Lambda ${run} fails`,
  metric: sumMetric("AWS/Lambda", "Errors", {
    FunctionName: functionName(stage, run, provider === "every" ? undefined : provider),
  }),
  threshold: 1,
});
