// Which of what the Lambdas count is a metric of CloudWatch. All else is a field of a log line, for Logs Insights.

interface Series {
  /** A dimension beside the stage: each of its values is a series of its own. */
  readonly by?: "provider" | "service";
  /** Only what has this field is counted. */
  readonly only?: Readonly<Record<string, string>>;
  /** What is counted as it; default: what has its name. */
  readonly counts?: readonly string[];
  /** Default: a count, or milliseconds for what is measured. */
  readonly unit?: "Percent" | "None";
}

/**
 * Each name, with each value of its dimension, is a series at $0.30 a month: docs/costs-and-limits.md lists them, and a test holds
 * their number. Alarms and dashboards of operators know the names.
 * A percentage is written as 0 or 100 for each time, so that its average is the share, and its sample count is how often.
 */
export const metricSeries = {
  CacheHitPercent: { unit: "Percent" },
  CallbackFailed: {},
  CallbackSuspicious: {},
  ChannelLapsed: {},
  Connected: {},
  DatabaseFailed: { only: { reason: "unreachable" } },
  DeadLetters: {},
  Disconnected: {},
  FlowFailedPercent: { unit: "Percent" },
  FlowStarted: {},
  InsightsModelFailed: {},
  MessageLate: {},
  OAuthClientRejected: {},
  OriginRefused: {},
  /** 0.75 for each operation that failed and -0.25 for each that did not: their sum is what failed beyond a quarter of all. */
  ProviderFailureExcess: { by: "provider", unit: "None" },
  ProviderLatency: {},
  PushFailed: {},
  QueryFallback: {},
  QueryTime: {},
  ReconnectNeeded: {},
  RefreshFailedPercent: { unit: "Percent" },
  RenewalLapsedPercent: { unit: "Percent" },
  /** What fails for another reason is the caller's or a provider's matter. */
  RequestFailed: { only: { code: "internal" } },
  RowUnreadable: {},
  ScheduleFinished: {},
  SecretMissing: {},
  TokenRead: { by: "service" },
  VaultDenied: {},
  VaultTampered: {},
  WebhookAccepted: {},
  WebhookAge: {},
  WebhookFailed: {},
  WebhookProcessed: {},
  WebhookRefused: {},
  WebhookUnavailable: {},
  WorkSetAside: { counts: ["DeliveryGivenUp", "DeliveryTooLarge", "ItemSetAside", "OutboxRowSetAside"] },
} as const satisfies Readonly<Record<string, Series>>;

/** The name of a metric in CloudWatch. */
export type SeriesName = keyof typeof metricSeries;

const allSeries: readonly (readonly [string, Series])[] = Object.entries(metricSeries);
const seriesByCount = new Map(
  allSeries.flatMap(([name, series]) => (series.counts ?? [name]).map((counted) => [counted, { name, ...series }])),
);

interface FoundSeries extends Series {
  readonly name: string;
}

/** The series that a value with these fields belongs to; undefined for a value that is a field of the log alone. */
export function findSeries(counted: string, fields: Readonly<Record<string, string>>): FoundSeries | undefined {
  const series = seriesByCount.get(counted);
  const isMeant = Object.entries(series?.only ?? {}).every(([field, value]) => fields[field] === value);
  return isMeant ? series : undefined;
}
