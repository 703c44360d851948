import type { MetricName } from "../../lib/metrics.ts";
import { type AlarmRow, queryStage } from "./alarm-row.ts";

/** Alarm on a metric that the Lambdas write. Metrics Insights sums over the other dimensions: one alarm for all providers. */
const countedAlarm = (
  stage: string,
  metric: MetricName,
  description: string,
  { threshold = 1 }: { readonly threshold?: number } = {},
): AlarmRow => ({
  name: metric,
  description,
  threshold,
  metric: queryStage(stage, "SUM", metric),
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
];
