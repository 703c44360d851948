// What a stage costs in a month in which nobody uses it, read from its templates.
import { z } from "zod";
import { freeAmounts, hoursAMonth, prices } from "./prices.ts";

/** A resource of a template. */
interface Resource {
  readonly Type: string;
  readonly Properties?: unknown;
}

export interface IdleItem {
  readonly item: string;
  readonly number: number;
  /** Dollars a month at list prices. */
  readonly dollars: number;
  /** Dollars a month in an account that uses AWS's free amounts for nothing else. */
  readonly ownAccountDollars: number;
}

const metricsSchema = z.array(z.looseObject({ MetricStat: z.unknown().optional(), Expression: z.string().optional() }));
const alarmSchema = z.looseObject({ Metrics: metricsSchema.optional() });

/** What an alarm is paid for: each metric that it reads; with anomaly detection also the band's upper and lower end. */
export function countAlarmMetrics(properties: unknown): number {
  const { Metrics } = alarmSchema.parse(properties);
  if (Metrics === undefined) return 1;
  const read = Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
  const hasBand = Metrics.some(({ Expression }) => Expression?.startsWith("ANOMALY_DETECTION_BAND"));
  return hasBand ? 3 * read : read;
}

/** Metrics of a dashboard: each line of a graph. Alarms and answers of queries over logs are none. */
export function countDashboardMetrics(properties: unknown): number {
  const text = JSON.stringify(properties).replaceAll("\\", "");
  const graphs = text.match(/"metrics":\[(\[.*?\])\],/g) ?? [];
  return graphs.reduce((total, graph) => total + (graph.match(/\["(?:Patchbay|AWS\/)/g)?.length ?? 0), 0);
}

/**
 * Lambda polls a queue that is empty with five connections, each of which waits up to 20 seconds.
 * docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const pollsAMonth = 5 * 3 * 60 * hoursAMonth;

/** The series that is written although nobody uses the stage: each run of a schedule counts. */
const idleSeries = 1;

/**
 * @param resources of all stacks of the stage
 * @param secrets how many it has in Secrets Manager: `npm run secrets` makes them, no stack
 * @param rotations of the key, yearly
 */
export function computeIdleMonth(resources: readonly Resource[], secrets: number, rotations: 0 | 1 | 2): IdleItem[] {
  const list = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const { each, perMillion } = prices;
  const alarms = list("AWS::CloudWatch::Alarm").reduce<number>((sum, one) => sum + countAlarmMetrics(one), 0);
  const dashboards = list("AWS::CloudWatch::Dashboard").filter(
    (one) => countDashboardMetrics(one) > freeAmounts.dashboardMetrics,
  ).length;
  const keys = list("AWS::KMS::Key").length * (1 + rotations);
  const queues = list("AWS::Lambda::EventSourceMapping").filter((one) => !isStream(one)).length;
  const polls = queues * pollsAMonth;
  const item = (name: string, number: number, price: number, free = 0): IdleItem => ({
    item: name,
    number,
    dollars: number * price,
    ownAccountDollars: Math.max(0, number - free) * price,
  });
  return [
    item("KMS keys, with rotated versions", keys, each.kmsKey),
    item("secrets", secrets, each.secret),
    item("metrics that alarms watch", alarms, each.alarmMetric, freeAmounts.alarmMetrics),
    item("custom metrics", idleSeries, each.customMetric, freeAmounts.customMetrics),
    item("dashboards with more than 50 metrics", dashboards, each.dashboard),
    item("polls of empty queues", polls, perMillion.queueRequests / 1e6, freeAmounts.queueRequests),
  ];
}

const isStream = (properties: unknown): boolean => JSON.stringify(properties).includes("StartingPosition");

export const addUp = (items: readonly IdleItem[], by: "dollars" | "ownAccountDollars"): number =>
  items.reduce((sum, item) => sum + item[by], 0);

/** Lines of a table in Markdown. */
export function describeIdle(items: readonly IdleItem[]): string[] {
  const dollars = (value: number) => value.toFixed(2);
  const rows = items.map((one) => [
    one.item,
    one.number.toLocaleString("en"),
    dollars(one.dollars),
    dollars(one.ownAccountDollars),
  ]);
  const total = ["total", "", dollars(addUp(items, "dollars")), dollars(addUp(items, "ownAccountDollars"))];
  return [
    ["a month", "number", "at list prices $", "in an account of its own $"],
    ["---", "---", "---", "---"],
    ...rows,
    total,
  ].map((cells) => `| ${cells.join(" | ")} |`);
}
