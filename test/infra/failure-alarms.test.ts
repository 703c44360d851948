// Which numbers raise the alarms on how much fails. The emulator knows no metric math, so the templates' own expressions are computed.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { metricNames } from "../../lib/metrics.ts";
import { listResources, synthesize } from "./support/synthesized.ts";

const metric = z.object({
  MetricName: z.enum(metricNames),
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
  Metrics: z
    .array(
      z.object({
        Id: z.string(),
        Expression: z.string().optional(),
        ReturnData: z.boolean().optional(),
        MetricStat: z.object({ Metric: metric, Period: z.number(), Stat: z.literal("Sum") }).optional(),
      }),
    )
    .optional(),
});

const alarms = listResources(synthesize(), "AWS::CloudWatch::Alarm").map(({ Properties }) => Object(Properties));
const findAlarm = (name: string) =>
  alarmSchema.parse(alarms.find(({ AlarmName }) => AlarmName === `patchbay-prod-${name}`));

type Sums = Readonly<Record<string, number>>;

/** Whether an alarm is raised by the sums of a period; a metric without a sum was not written. */
function isRaised(name: string, sums: Sums): boolean {
  const { Metrics, MetricName = "", Threshold, ComparisonOperator } = findAlarm(name);
  const value = Metrics === undefined ? sums[MetricName] : computeExpression(Metrics, sums);
  if (value === undefined || Number.isNaN(value)) return false;
  return ComparisonOperator === "GreaterThanThreshold" ? value > Threshold : value >= Threshold;
}

/** docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html: IF and FILL */
function computeExpression(metrics: NonNullable<z.output<typeof alarmSchema>["Metrics"]>, sums: Sums): number {
  const expression = metrics.find(({ Expression }) => Expression)?.Expression ?? "";
  const values = Object.fromEntries(
    metrics.flatMap(({ Id, MetricStat }) => (MetricStat ? [[Id, sums[MetricStat.Metric.MetricName]]] : [])),
  );
  const functions = {
    FILL: (value: number | undefined, otherwise: number) => value ?? otherwise,
    IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no),
  };
  const scope = { ...functions, ...values };
  return new Function(...Object.keys(scope), `return ${expression};`)(...Object.values(scope));
}

const readPeriods = (name: string) => {
  const { Period, Metrics = [] } = findAlarm(name);
  return [...new Set([Period, ...Metrics.map(({ MetricStat }) => MetricStat?.Period)].filter(Boolean))];
};

describe("the alarm on callbacks", () => {
  it("is raised by the eleventh failure in an hour", () => {
    expect(readPeriods("CallbackFailed")).toEqual([3600]);
    expect(isRaised("CallbackFailed", { CallbackFailed: 10 })).toBe(false);
    expect(isRaised("CallbackFailed", { CallbackFailed: 11 })).toBe(true);
  });
});

describe("the alarm on flows", () => {
  it("is raised by more than 5 % of the flows of 15 minutes", () => {
    expect(readPeriods("flow-failures")).toEqual([900]);
    expect(isRaised("flow-failures", { FlowFinished: 100, CallbackFailed: 5 })).toBe(false);
    expect(isRaised("flow-failures", { FlowFinished: 100, CallbackFailed: 6 })).toBe(true);
    expect(isRaised("flow-failures", { FlowFinished: 100 })).toBe(false);
  });

  it("stays quiet below twenty flows, and when nobody connects", () => {
    expect(isRaised("flow-failures", { FlowFinished: 19, CallbackFailed: 19 })).toBe(false);
    expect(isRaised("flow-failures", { FlowFinished: 20, CallbackFailed: 2 })).toBe(true);
    expect(isRaised("flow-failures", {})).toBe(false);
  });
});

describe("the alarm on refreshes", () => {
  it("is raised by more than 5 % of the refreshes of five minutes", () => {
    expect(readPeriods("RefreshFailed")).toEqual([300]);
    expect(isRaised("RefreshFailed", { RefreshSucceeded: 95, RefreshFailed: 5 })).toBe(false);
    expect(isRaised("RefreshFailed", { RefreshSucceeded: 94, RefreshFailed: 6 })).toBe(true);
    expect(isRaised("RefreshFailed", { RefreshSucceeded: 100 })).toBe(false);
  });

  it("stays quiet below twenty refreshes, and is raised when all of twenty fail", () => {
    expect(isRaised("RefreshFailed", { RefreshSucceeded: 9, RefreshFailed: 10 })).toBe(false);
    expect(isRaised("RefreshFailed", { RefreshFailed: 20 })).toBe(true);
    expect(isRaised("RefreshFailed", {})).toBe(false);
  });
});

describe("the alarm on renewals", () => {
  it("is raised by 1 % of the connections that were due in an hour", () => {
    expect(readPeriods("renewals-lapsed")).toEqual([3600]);
    expect(isRaised("renewals-lapsed", { RenewalDue: 201, RenewalLapsed: 2 })).toBe(false);
    expect(isRaised("renewals-lapsed", { RenewalDue: 200, RenewalLapsed: 2 })).toBe(true);
    expect(isRaised("renewals-lapsed", { RenewalDue: 5 })).toBe(false);
    expect(isRaised("renewals-lapsed", {})).toBe(false);
  });
});
