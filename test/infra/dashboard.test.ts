// What an operator sees: the dashboard, the saved queries, and which alarms they are told of.
import { describe, expect, it } from "vitest";
import { defineStage } from "../../infra/config.ts";
import { metricSeries } from "../../lib/metric-series.ts";
import { metricNames } from "../../lib/metrics.ts";
import { exampleInput, listResources, synthesize } from "./support/synthesized.ts";

const stacks = synthesize();
const list = (type: string) => listResources(stacks, type).map(({ Properties }) => Object(Properties));
const alarms = list("AWS::CloudWatch::Alarm");
const [dashboard] = list("AWS::CloudWatch::Dashboard");
const body = JSON.stringify(dashboard?.DashboardBody);

describe("the dashboard", () => {
  it("is one, with the stage's name", () => {
    expect(list("AWS::CloudWatch::Dashboard")).toHaveLength(1);
    expect(dashboard).toMatchObject({ DashboardName: "patchbay-prod" });
  });

  it("shows whether each alarm is quiet", () => {
    const ids = stacks.flatMap(({ resources }) =>
      Object.entries(resources).flatMap(([id, { Type }]) => (Type === "AWS::CloudWatch::Alarm" ? [id] : [])),
    );
    expect(ids.length).toBeGreaterThan(30);
    expect(ids.filter((id) => !body.includes(`"${id}"`))).toEqual([]);
  });

  it("draws only series that a Lambda writes, and the units of every table", () => {
    const drawn = [...body.matchAll(/\[\\"Patchbay\\",\\"(\w+)\\"/g)].map(([, name]) => name ?? "");
    expect(drawn.length).toBeGreaterThan(15);
    expect(drawn.filter((name) => !Object.hasOwn(metricSeries, name))).toEqual([]);
    const tables = [...body.matchAll(/ConsumedWriteCapacityUnits\\",\\"TableName\\",\\"patchbay-prod-(\w+)/g)];
    expect(tables.map(([, table]) => table)).toEqual(["connections", "transient", "audit", "deliveries", "feed"]);
  });

  it("shows queries that divide by provider and queue what is summed up", () => {
    const shown = [...body.matchAll(/"title\\":\\"Logs: ([\w-]+)/g)].map(([, name]) => name);
    expect(shown).toEqual(["flows", "refreshes", "webhooks-received", "webhooks-processed", "queues"]);
  });

  it("is not drawn where the emulator could not", () => {
    const base = "http://localhost:4400";
    const local = synthesize(defineStage({ ...exampleInput, stage: "test", publicBaseUrl: base, appUrl: base }));
    expect(listResources(local, "AWS::CloudWatch::Dashboard")).toEqual([]);
    expect(listResources(local, "AWS::Logs::QueryDefinition")).toEqual([]);
  });
});

describe("the saved queries", () => {
  const queries = list("AWS::Logs::QueryDefinition");
  const groups = new Set(list("AWS::Logs::LogGroup").map(({ LogGroupName }) => LogGroupName));

  it("read log groups that are deployed before them, at most fifty each", () => {
    expect(queries.length).toBeGreaterThan(10);
    for (const { Name, LogGroupNames } of queries) {
      expect(
        LogGroupNames.filter((name: string) => !groups.has(name)),
        Name,
      ).toEqual([]);
      expect(LogGroupNames.length, Name).toBeLessThanOrEqual(50);
    }
  });

  it("find each Lambda's log by one request id", () => {
    const found = new Set(
      queries.flatMap(({ Name, LogGroupNames }) => (Name.includes("/one-request-of-") ? LogGroupNames : [])),
    );
    const missing = [...groups].filter((name) => String(name).startsWith("/aws/lambda/") && !found.has(name));
    expect(missing).toEqual([]);
  });

  it("name only metrics and fields of our log lines", () => {
    const metric = /(?:ispresent|sum|count|pct)\((\w+)/g;
    const named = queries.flatMap(({ QueryString }) => [...QueryString.matchAll(metric)].map(([, name]) => name));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !metricNames.some((known) => known === name))).toEqual([]);
  });
});

describe("an alarm", () => {
  it("also tells when it is over, to the same topic", () => {
    for (const { AlarmName, AlarmActions, OKActions } of alarms) {
      expect(AlarmActions, AlarmName).toHaveLength(1);
      expect(OKActions, AlarmName).toEqual(AlarmActions);
    }
  });

  it("is raised when one of three schedules has no run in an hour, also when nothing is counted at all", () => {
    expect(alarms.filter(({ TreatMissingData }) => TreatMissingData !== "notBreaching")).toEqual([
      expect.objectContaining({
        AlarmName: "patchbay-prod-schedule-stopped",
        MetricName: "ScheduleFinished",
        Statistic: "Sum",
        Period: 3600,
        // Twelve runs are due; eight are those of two schedules.
        Threshold: 9,
        ComparisonOperator: "LessThanThreshold",
        TreatMissingData: "breaching",
      }),
    ]);
  });

  it("is raised when four fifths of the account's Lambdas run", () => {
    expect(alarms.find(({ AlarmName }) => AlarmName === "patchbay-prod-lambda-concurrency")).toMatchObject({
      MetricName: "ConcurrentExecutions",
      Statistic: "Maximum",
      Threshold: 800,
    });
  });
});
