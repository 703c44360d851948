// What is watched, by the part of the product that it tells of: the alarms, and the graphs beside them.
import { Fn } from "aws-cdk-lib";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { type AlarmRow, type PanelName, panelNames } from "../alarms/alarm-row.ts";
import { anomalyAlarms } from "../alarms/anomaly-alarms.ts";
import { countedAlarms } from "../alarms/counted-alarms.ts";
import { failureAlarms } from "../alarms/failure-alarms.ts";
import { concurrencyAlarm, throttleAlarm } from "../alarms/lambda-alarms.ts";
import { liveAlarms } from "../alarms/live-alarms.ts";
import { feedAlarm, queueAlarms } from "../alarms/queue-alarms.ts";
import { apiAlarm, databaseAlarm, providerAlarm } from "../alarms/request-alarms.ts";
import type { Triggers } from "../async-stack.ts";
import type { Stage } from "../config.ts";
import { feedConsumer } from "../live-routes.ts";
import { liveApiIdExport } from "../names.ts";
import type { Graph } from "./graph.ts";
import {
  awsGraphs,
  costGraphs,
  databaseGraphs,
  flowGraphs,
  liveGraphs,
  providerGraphs,
  queueGraphs,
  webhookGraphs,
} from "./graphs.ts";
import type { Logged } from "./saved-queries.ts";

export interface Panel {
  readonly title: string;
  readonly alarms: readonly AlarmRow[];
  readonly graphs: readonly Graph[];
  /** Names of saved queries: what the graphs sum up, by provider or queue. */
  readonly queries?: readonly string[];
}

export interface Watched extends Triggers {
  readonly manifests: readonly Manifest[];
  /** How many Lambdas the account runs at a time. */
  readonly accountConcurrency: number;
  /** Every Lambda of the stage. */
  readonly lambdas: readonly Logged[];
}

/** Every alarm of a stage. */
function listAlarms(config: Stage, { schedules, manifests, accountConcurrency }: Watched): AlarmRow[] {
  const { stage } = config;
  return [
    ...failureAlarms(stage),
    ...anomalyAlarms(stage, config.services),
    ...countedAlarms(config),
    ...queueAlarms(stage, schedules),
    feedAlarm(stage, feedConsumer.run),
    ...liveAlarms(Fn.importValue(liveApiIdExport(stage))),
    ...manifests.map((manifest) => providerAlarm(stage, manifest)),
    ...(config.mcp?.database ? [databaseAlarm(stage)] : []),
    apiAlarm(stage),
    throttleAlarm(),
    concurrencyAlarm(accountConcurrency),
  ];
}

/** The panels of a stage's dashboard, each with its alarms. */
export function listPanels(config: Stage, watched: Watched): Panel[] {
  const { stage } = config;
  const alarms = Map.groupBy(listAlarms(config, watched), ({ panel }) => panel);
  const contents: Record<PanelName, Omit<Panel, "alarms">> = {
    flows: { title: "Flows and tokens", graphs: flowGraphs(stage), queries: ["flows", "refreshes"] },
    webhooks: {
      title: "Webhooks",
      graphs: webhookGraphs(stage),
      queries: ["webhooks-received", "webhooks-processed"],
    },
    queues: { title: "Queues and jobs", graphs: queueGraphs(stage, watched.consumers), queries: ["queues"] },
    live: { title: "Feed and sockets", graphs: liveGraphs(stage, Fn.importValue(liveApiIdExport(stage))) },
    providers: { title: "Providers", graphs: providerGraphs(stage) },
    questions: { title: "Questions", graphs: config.mcp?.database ? databaseGraphs(stage) : [] },
    platform: { title: "API, Lambdas and store", graphs: awsGraphs(config) },
    costs: { title: "What costs", graphs: costGraphs(config) },
  };
  const panels = panelNames.map((name) => ({ ...contents[name], alarms: alarms.get(name) ?? [] }));
  return panels.filter(({ graphs, alarms: shown }) => graphs.length + shown.length > 0);
}
