// What an operator sees: the dashboard, the saved queries, and which alarms they are told of.
import { describe, expect, it } from "vitest";
import { defineStage } from "../../infra/config.ts";
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
    expect(ids.length).toBeGreaterThan(80);
    expect(ids.filter((id) => !body.includes(`"${id}"`))).toEqual([]);
  });

  it("draws only metrics that a Lambda writes", () => {
    const drawn = [...body.matchAll(/SELECT (?:SUM|MAX)\((\w+)\)/g)].map(([, name]) => name);
    expect(drawn.length).toBeGreaterThan(15);
    expect(drawn.filter((name) => !metricNames.some((known) => known === name))).toEqual([]);
  });

  it.each(["connections", "transient", "audit", "deliveries", "feed"])(
    "shows latency and units of the table %s",
    (table) => {
      expect(body.split(`patchbay-prod-${table}\\"`).length - 1).toBeGreaterThanOrEqual(6);
    },
  );

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

  it("is raised by a schedule that no longer runs, also when nothing is counted at all", () => {
    const stopped = alarms.filter(({ AlarmName }) => AlarmName.endsWith("-stopped"));
    expect(stopped).toHaveLength(3);
    for (const alarm of stopped) {
      expect(alarm).toMatchObject({
        Namespace: "AWS/Lambda",
        MetricName: "Invocations",
        Statistic: "Sum",
        Period: 3600,
        Threshold: 1,
        ComparisonOperator: "LessThanThreshold",
        TreatMissingData: "breaching",
      });
    }
  });

  it("is raised when four fifths of the account's Lambdas run", () => {
    expect(alarms.find(({ AlarmName }) => AlarmName === "patchbay-prod-lambda-concurrency")).toMatchObject({
      MetricName: "ConcurrentExecutions",
      Statistic: "Maximum",
      Threshold: 800,
    });
  });
});
