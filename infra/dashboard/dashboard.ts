import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IWidget,
  LogQueryWidget,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Graph } from "./graph.ts";
import type { Panel } from "./panels.ts";
import type { QueryPart } from "./saved-queries.ts";

/** Columns of a dashboard. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const columns = 24;

/** The dashboard of a stage: for each part of the product whether its alarms are quiet, and what it did. */
export function addDashboard(
  scope: Construct,
  stage: string,
  panels: readonly Panel[],
  { alarms, queries }: { readonly alarms: ReadonlyMap<string, Alarm>; readonly queries: readonly QueryPart[] },
): void {
  const dashboard = new Dashboard(scope, "Dashboard", { dashboardName: `patchbay-${stage}` });
  for (const panel of panels) {
    dashboard.addWidgets(new TextWidget({ markdown: `## ${panel.title}`, width: columns, height: 1 }));
    const watching = panel.alarms.flatMap(({ name }) => alarms.get(name) ?? []);
    const status: IWidget[] =
      watching.length > 0
        ? [new AlarmStatusWidget({ alarms: watching, width: columns, height: Math.ceil(watching.length / 8) + 1 })]
        : [];
    dashboard.addWidgets(...status);
    dashboard.addWidgets(...panel.graphs.map(drawGraph));
    const shown = queries.filter(({ name }) => panel.queries?.includes(name));
    dashboard.addWidgets(...shown.map(showQuery));
  }
}

const drawGraph = ({ title, metrics, unit }: Graph): IWidget =>
  new GraphWidget({
    title,
    left: [...metrics],
    leftYAxis: { label: unit, showUnits: false, min: 0 },
    width: columns / 3,
    height: 6,
  });

/** Its answer costs by the bytes of log that it reads, whenever somebody looks. */
const showQuery = ({ name, logGroups, lines }: QueryPart): IWidget =>
  new LogQueryWidget({
    title: `Logs: ${name}`,
    logGroupNames: [...logGroups],
    queryLines: [...lines],
    width: columns / 2,
    height: 6,
  });
