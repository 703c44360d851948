import { isClosedByEdge } from "../config/edge.ts";
import type { Stage } from "../config.ts";
import { type PanelName, period, stageMetric, type ThresholdAlarm } from "./alarm-row.ts";

/** Series whose alarms have their names, and are raised by a number within five minutes. */
const watched = {
  OAuthClientRejected: [
    "flows",
    1,
    "A provider refuses our client id or secret: no user of it can connect, and no token is refreshed",
  ],
  WebhookRefused: ["webhooks", 20, "Events arrive that are not signed as they must be"],
  WebhookUnavailable: ["webhooks", 1, "Events could not be checked or queued: their senders were told to repeat them"],
  WorkSetAside: ["webhooks", 1, "An event, a mail or an announcement was given up: it is lost, or waits for a replay"],
  ChannelLapsed: ["webhooks", 1, "A push channel has lapsed: changes no longer arrive by themselves"],
  PushFailed: ["live", 10, "Frames do not reach open sockets"],
  VaultDenied: ["platform", 1, "KMS denies the key: nothing can be sealed or opened"],
  VaultTampered: ["platform", 1, "A sealed record did not open: it was changed, moved or truncated"],
  SecretMissing: ["platform", 1, "A secret that a Lambda needs is missing or not readable"],
  RowUnreadable: ["platform", 1, "A stored row does not have the shape that this version reads"],
} as const satisfies Readonly<Record<string, readonly [PanelName, number, string]>>;

/** For stages that have what they are about. */
const optional = {
  InsightsModelFailed: ["platform", 20, "The model does not answer: the built-in rules read alone"],
  OriginRefused: ["platform", 20, "Requests come past the edge, or the edge sends a secret that the Lambdas refuse"],
} as const satisfies Readonly<Record<string, readonly [PanelName, number, string]>>;

type Watched = keyof typeof watched | keyof typeof optional;
type WatchedStage = Pick<Stage, "stage" | "insights" | "edge">;

/** Alarms on what the Lambdas count over all providers: which one it is, the log says. */
export function countedAlarms({ stage, insights, edge }: WatchedStage): ThresholdAlarm[] {
  const { InsightsModelFailed, OriginRefused } = optional;
  const rows: Readonly<Record<string, readonly [PanelName, number, string]>> = {
    ...watched,
    ...(insights !== undefined && { InsightsModelFailed }),
    ...(isClosedByEdge({ edge }) && { OriginRefused }),
  };
  return Object.entries(rows).map(([name, [panel, threshold, description]]) => ({
    ...{ name, panel, threshold, description },
    metric: stageMetric(stage, name as Watched, { statistic: "Sum", within: period }),
  }));
}
