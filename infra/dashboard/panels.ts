// What is watched, by the part of the product that it tells of: the alarms, and the graphs beside them.
import { Fn } from "aws-cdk-lib";
import type { Manifest } from "../../lib/providers/manifest.ts";
import type { AlarmRow } from "../alarms/alarm-row.ts";
import { anomalyAlarms } from "../alarms/anomaly-alarms.ts";
import { countedAlarms } from "../alarms/counted-alarms.ts";
import { failureAlarms } from "../alarms/failure-alarms.ts";
import { concurrencyAlarm, heartbeatAlarm, jobAlarm, throttleAlarm } from "../alarms/lambda-alarms.ts";
import { liveAlarms } from "../alarms/live-alarms.ts";
import { feedAlarms, queueAlarms } from "../alarms/queue-alarms.ts";
import { apiAlarms, databaseAlarm, providerAlarm } from "../alarms/request-alarms.ts";
import type { Triggers } from "../async-stack.ts";
import type { Stage } from "../config.ts";
import { feedConsumer, liveRoutes } from "../live-routes.ts";
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
}

export interface Watched extends Triggers {
  readonly manifests: readonly Manifest[];
  /** How many Lambdas the account runs at a time. */
  readonly accountConcurrency: number;
  /** Every Lambda of the stage. */
  readonly lambdas: readonly Logged[];
}

/** Every alarm of a stage stands in one panel. */
export function listPanels(config: Stage, { consumers, schedules, manifests, accountConcurrency }: Watched): Panel[] {
  const { stage } = config;
  const liveApiId = Fn.importValue(liveApiIdExport(stage));
  const counted = countedAlarms(stage);
  const isWebhook = ({ name }: AlarmRow) => /^(Webhook|Delivery|ItemSetAside|Channel)/.test(name);
  return [
    {
      title: "Flows and tokens",
      alarms: [...failureAlarms(stage), ...anomalyAlarms(stage, config.services)],
      graphs: flowGraphs(stage),
    },
    { title: "Webhooks", alarms: counted.filter(isWebhook), graphs: webhookGraphs(stage) },
    {
      title: "Queues and jobs",
      alarms: [
        ...consumers.flatMap((consumer) => queueAlarms(stage, consumer)),
        ...consumers.map((row) => jobAlarm(stage, row.queue, row)),
        ...schedules.map((row) => jobAlarm(stage, row.run.replace("jobs/", ""), row)),
        ...schedules.map((row) => heartbeatAlarm(stage, row)),
      ],
      graphs: queueGraphs(stage, consumers),
    },
    {
      title: "Feed and sockets",
      alarms: [...feedAlarms(stage, feedConsumer.run), ...liveAlarms(stage, liveApiId, liveRoutes)],
      graphs: liveGraphs(stage, liveApiId),
    },
    {
      title: "Providers",
      alarms: manifests.map((manifest) => providerAlarm(stage, manifest)),
      graphs: providerGraphs(stage),
    },
    ...(config.mcp?.database
      ? [{ title: "Questions", alarms: [databaseAlarm(stage)], graphs: databaseGraphs(stage) }]
      : []),
    {
      title: "API, Lambdas and store",
      alarms: [
        ...apiAlarms(stage),
        throttleAlarm(),
        concurrencyAlarm(accountConcurrency),
        ...counted.filter((row) => !isWebhook(row)),
      ],
      graphs: awsGraphs(stage),
    },
    { title: "What costs", alarms: [], graphs: costGraphs(stage, liveApiId) },
  ];
}
