// Which numbers raise the alarms on how much fails. The emulator knows no metric math, so the templates' own expressions are computed.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { metricSeries } from "../../lib/metric-series.ts";
import { listResources, synthesize } from "./support/synthesized.ts";

const metric = z.object({
  MetricName: z.string().refine((name) => Object.hasOwn(metricSeries, name)),
  Namespace: z.literal("Patchbay"),
  Dimensions: z.tuple([z.object({ Name: z.literal("stage"), Value: z.literal("prod") })]),
});
const alarmSchema = z.looseObject({
  AlarmName: z.string(),
  ComparisonOperator: z.enum(["GreaterThanThreshold", "GreaterThanOrEqualToThreshold"]),
  EvaluationPeriods: z.literal(1),
  Threshold: z.number(),
  TreatMissingData: z.literal("notBreaching"),
  Period: z.number().optional(),
  MetricName: z.string().optional(),
  Statistic: z.enum(["Sum", "Average"]).optional(),
  Metrics: z
    .array(
      z.object({
        Id: z.string(),
        Expression: z.string().optional(),
        ReturnData: z.boolean().optional(),
        MetricStat: z
          .object({ Metric: metric, Period: z.number(), Stat: z.enum(["Average", "SampleCount"]) })
          .optional(),
      }),
    )
    .optional(),
});

const alarms = listResources(synthesize(), "AWS::CloudWatch::Alarm").map(({ Properties }) => Object(Properties));
const findAlarm = (name: string) =>
  alarmSchema.parse(alarms.find(({ AlarmName }) => AlarmName === `patchbay-prod-${name}`));

type Values = Readonly<Record<string, readonly number[]>>;

/** What CloudWatch makes of a period's values; undefined when there are none. */
function aggregate(values: readonly number[] | undefined, statistic: "Sum" | "Average" | "SampleCount" = "Sum") {
  if (values === undefined || values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  return { Sum: sum, Average: sum / values.length, SampleCount: values.length }[statistic];
}

/** Whether an alarm is raised by the values of a period. */
function isRaised(name: string, values: Values): boolean {
  const { Metrics, MetricName = "", Statistic, Threshold, ComparisonOperator } = findAlarm(name);
  const value = Metrics === undefined ? aggregate(values[MetricName], Statistic) : computeExpression(Metrics, values);
  if (value === undefined) return false;
  return ComparisonOperator === "GreaterThanThreshold" ? value > Threshold : value >= Threshold;
}

/** docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html: IF. Without a value there is no result. */
function computeExpression(
  metrics: NonNullable<z.output<typeof alarmSchema>["Metrics"]>,
  values: Values,
): number | undefined {
  const expression = metrics.find(({ Expression }) => Expression)?.Expression ?? "";
  const found = Object.fromEntries(
    metrics.flatMap(({ Id, MetricStat }) =>
      MetricStat ? [[Id, aggregate(values[MetricStat.Metric.MetricName], MetricStat.Stat)]] : [],
    ),
  );
  if (Object.values(found).includes(undefined)) return undefined;
  const scope = { IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no), ...found };
  return new Function(...Object.keys(scope), `return ${expression};`)(...Object.values(scope));
}

/** A percentage as the Lambdas write it. */
const percent = (failed: number, others: number): number[] => [
  ...Array.from({ length: failed }, () => 100),
  ...Array.from({ length: others }, () => 0),
];
const times = (number: number): number[] => Array.from({ length: number }, () => 1);

const readPeriods = (name: string) => {
  const { Period, Metrics = [] } = findAlarm(name);
  return [...new Set([Period, ...Metrics.map(({ MetricStat }) => MetricStat?.Period)].filter(Boolean))];
};

describe("the alarm on callbacks", () => {
  it("is raised by the eleventh failure in an hour", () => {
    expect(readPeriods("CallbackFailed")).toEqual([3600]);
    expect(isRaised("CallbackFailed", { CallbackFailed: times(10) })).toBe(false);
    expect(isRaised("CallbackFailed", { CallbackFailed: times(11) })).toBe(true);
  });
});

describe("the alarm on flows", () => {
  const isRaisedBy = (failed: number, others: number) =>
    isRaised("flow-failures", { FlowFailedPercent: percent(failed, others) });

  it("is raised by more than 5 % of the flows of 15 minutes", () => {
    expect(readPeriods("flow-failures")).toEqual([900]);
    expect(isRaisedBy(5, 95)).toBe(false);
    expect(isRaisedBy(1, 19)).toBe(false);
    expect(isRaisedBy(6, 94)).toBe(true);
    expect(isRaisedBy(0, 100)).toBe(false);
  });

  it("stays quiet below twenty flows, and when nobody connects", () => {
    expect(isRaisedBy(19, 0)).toBe(false);
    expect(isRaisedBy(2, 18)).toBe(true);
    expect(isRaised("flow-failures", {})).toBe(false);
  });
});

describe("the alarm on refreshes", () => {
  const isRaisedBy = (failed: number, others: number) =>
    isRaised("RefreshFailed", { RefreshFailedPercent: percent(failed, others) });

  it("is raised by more than 5 % of the refreshes of five minutes", () => {
    expect(readPeriods("RefreshFailed")).toEqual([300]);
    expect(isRaisedBy(5, 95)).toBe(false);
    expect(isRaisedBy(6, 94)).toBe(true);
    expect(isRaisedBy(0, 100)).toBe(false);
  });

  it("stays quiet below twenty refreshes, and is raised when all of twenty fail", () => {
    expect(isRaisedBy(10, 9)).toBe(false);
    expect(isRaisedBy(20, 0)).toBe(true);
    expect(isRaised("RefreshFailed", {})).toBe(false);
  });
});

describe("the alarm on renewals", () => {
  const isRaisedBy = (lapsed: number, others: number) =>
    isRaised("renewals-lapsed", { RenewalLapsedPercent: percent(lapsed, others) });

  it("is raised by 1 % of the connections that were due in an hour", () => {
    expect(readPeriods("renewals-lapsed")).toEqual([3600]);
    expect(isRaisedBy(2, 199)).toBe(false);
    expect(isRaisedBy(2, 198)).toBe(true);
    expect(isRaisedBy(0, 5)).toBe(false);
    expect(isRaised("renewals-lapsed", {})).toBe(false);
  });
});
