import { writeLine } from "./log.ts";

/** Every metric that the Lambdas write. Alarms and dashboards of operators know them by these names. */
export const metricNames = [
  "AutoSyncFailed",
  "CacheRead",
  "CacheWriteFailed",
  "CallbackFailed",
  "CallbackSuspicious",
  "ChannelFailed",
  "ChannelGone",
  "ChannelLapsed",
  "ChannelOpened",
  "ChannelStopFailed",
  "Connected",
  "ConnectionRevoked",
  "CustomerLookup",
  "DatabaseFailed",
  "DeliveryAskedAgain",
  "DeliveryGivenUp",
  "DeliveryRedriven",
  "DeliveryTooLarge",
  "Disconnected",
  "EventHidden",
  "FlowFinished",
  "FlowStarted",
  "GrantLost",
  "GrantRevoked",
  "InsightsModelFailed",
  "ItemSetAside",
  "MailFlood",
  "MailUnreadable",
  "NotificationDropped",
  "NotificationPosted",
  "OAuthClientRejected",
  "OutboxRowSetAside",
  "ProviderFailed",
  "ProviderLatency",
  "PushFailed",
  "QueryCache",
  "QueryFallback",
  "QueryRateLimited",
  "QueryRefused",
  "QueryTime",
  "ReconnectNeeded",
  "RefreshFailed",
  "RefreshSucceeded",
  "RenewalDue",
  "RenewalLapsed",
  "RequestClaimLost",
  "RequestFailed",
  "RequestRepeated",
  "RequestUncounted",
  "Resync",
  "RowUnreadable",
  "SecretMissing",
  "SocketFlooded",
  "SocketRefused",
  "StoreFailed",
  "TokenRead",
  "TokenRejected",
  "ToolFailed",
  "VaultDenied",
  "VaultTampered",
  "VaultThrottled",
  "WebhookAccepted",
  "WebhookAge",
  "WebhookAnswered",
  "WebhookDuplicate",
  "WebhookFailed",
  "WebhookIgnored",
  "WebhookNobody",
  "WebhookNotConfigured",
  "WebhookProcessed",
  "WebhookRefused",
  "WebhookUnavailable",
] as const;

export type MetricName = (typeof metricNames)[number];

type Texts = Readonly<Record<string, string>>;

const stage = process.env.STAGE ?? "unknown";

/**
 * Counts one occurrence by writing a log line in CloudWatch's embedded metric format; no API call is made.
 * Each combination of dimensions is a metric of its own, at $0.30 a month: use few, with few values (provider, outcome). What
 * only explains a value, such as the operation, is a field. The stage is always added, and alarms sum over the others.
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const count = (name: MetricName, dimensions: Texts = {}, fields: Texts = {}): void =>
  writeMetric({ Name: name, Unit: "Count" }, 1, dimensions, fields);

/**
 * Writes a duration in milliseconds, or up to 100 durations in one line, in the same format as {@link count}.
 * @param fields more members of the log line, for CloudWatch Logs Insights
 */
export const measure = (
  name: MetricName,
  milliseconds: number | readonly number[],
  dimensions: Texts = {},
  fields: Texts = {},
): void => writeMetric({ Name: name, Unit: "Milliseconds" }, milliseconds, dimensions, fields);

interface Metric {
  readonly Name: MetricName;
  readonly Unit: "Count" | "Milliseconds";
}

/**
 * Metrics that alarms compare with each other. They are written for the whole stage too, since an alarm takes one query over
 * several metrics, and a share needs two.
 */
const stageTotals: ReadonlySet<MetricName> = new Set([
  "CallbackFailed",
  "FlowFinished",
  "RefreshFailed",
  "RefreshSucceeded",
]);

function writeMetric(metric: Metric, value: number | readonly number[], dimensions: Texts, fields: Texts): void {
  const values = { stage, ...dimensions };
  const sets = stageTotals.has(metric.Name) ? [Object.keys(values), ["stage"]] : [Object.keys(values)];
  writeLine({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: "Patchbay", Dimensions: sets, Metrics: [metric] }],
    },
    ...fields,
    ...values,
    [metric.Name]: value,
  });
}
