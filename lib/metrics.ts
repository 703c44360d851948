import { writeLine } from "./log.ts";
import { findSeries, type SeriesName } from "./metric-series.ts";

/** Everything that the Lambdas count and measure. Saved queries of operators know these fields by their names. */
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
  "DeadLetters",
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
  "MessageLate",
  "NotificationDropped",
  "NotificationPosted",
  "OAuthClientRejected",
  "OriginRefused",
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
  "ScheduleFinished",
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

/** Values that are written beside a count, in the same line: see metric-series.ts. */
type Scores = Readonly<Partial<Record<Extract<SeriesName, `${string}Percent` | `${string}Excess`>, number>>>;

const stage = process.env.STAGE ?? "unknown";

/**
 * Counts one occurrence by writing a log line. For a series of metric-series.ts it is one in CloudWatch's embedded metric format; no
 * API call is made. Everything else about it is a field of the line.
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const count = (name: MetricName, fields: Texts = {}, scores: Scores = {}): void =>
  writeValues({ [name]: 1, ...scores }, "Count", fields);

/** Counts several occurrences of one kind in one line, as {@link count}. */
export const countMany = (name: MetricName, number: number, fields: Texts = {}): void =>
  writeValues({ [name]: number }, "Count", fields);

/** Writes a duration in milliseconds, or up to 100 durations in one line, in the same format as {@link count}. */
export const measure = (
  name: MetricName,
  milliseconds: number | readonly number[],
  fields: Texts = {},
  scores: Scores = {},
): void => writeValues({ [name]: milliseconds, ...scores }, "Milliseconds", fields);

type Values = Readonly<Record<string, number | readonly number[]>>;

function writeValues(values: Values, unit: "Count" | "Milliseconds", given: Texts): void {
  const fields = { stage, ...given };
  const found = Object.entries(values).flatMap(([name, value]) => {
    const series = findSeries(name, fields);
    return series ? [{ ...series, value }] : [];
  });
  const directives = found.map((series) => ({
    Namespace: "Patchbay",
    Dimensions: [["stage", ...(series.by ? [series.by] : [])]],
    Metrics: [{ Name: series.name, Unit: series.unit ?? unit }],
  }));
  writeLine({
    ...(directives.length > 0 && { _aws: { Timestamp: Date.now(), CloudWatchMetrics: directives } }),
    ...fields,
    ...values,
    ...Object.fromEntries(found.map(({ name, value }) => [name, value])),
  });
}
