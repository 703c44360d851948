// Every alarm is either fired in the emulator (alarms.cloud.test.ts), or its metric is compared with what the Lambdas write.
import "../../http/lambda-environment.ts";
import { beforeEach, expect, test } from "vitest";
import { logged } from "../../http/lambda-environment.ts";
import { certificateArn } from "../edge/support/edge-stage.ts";
import { defineDatabaseStage } from "../mcp/support/database-stage.ts";
import { exampleService, listResources, synthesize } from "../support/synthesized.ts";
import { causedByAws, causes, importCode, readSection, unfired } from "./causes.ts";
import { readMetrics } from "./metric-lines.ts";

const insights = { model: "amazon.nova-lite-v1:0", regions: ["eu-central-1"] };
const edge = { certificateArn };
const stacks = synthesize(defineDatabaseStage({}, { services: [exampleService], insights, edge }));
const alarms = listResources(stacks, "AWS::CloudWatch::Alarm").map(({ Properties }) => Object(Properties));
const code = await importCode();

beforeEach(() => {
  logged.length = 0;
});

test("each alarm stands in one of the lists, and each list has nothing else", () => {
  const sections = new Set(alarms.map(({ AlarmDescription }) => readSection(AlarmDescription)));
  const listed = [causes, causedByAws, unfired].flatMap((list) => Object.keys(list));
  expect(listed.toSorted()).toEqual([...sections].toSorted());
});

/** The metrics that an alarm reads, as CloudWatch names them. */
const listWatched = (section: string) =>
  alarms
    .filter(({ AlarmDescription }) => readSection(AlarmDescription) === section)
    .flatMap(({ Namespace, MetricName, Dimensions, Metrics = [] }) => [
      ...(MetricName ? [{ Namespace, MetricName, Dimensions }] : []),
      ...Metrics.flatMap(({ MetricStat }: { MetricStat?: { Metric: object } }) =>
        MetricStat ? [MetricStat.Metric] : [],
      ),
    ])
    .map(({ Namespace, MetricName, Dimensions = [] }) => ({
      metric: `${Namespace} ${MetricName}`,
      dimensions: Dimensions.map(({ Name }: { Name: string }) => Name).toSorted(),
    }));

test.each(Object.entries({ ...causes, ...unfired }))(
  "the alarm %s watches what the Lambdas write",
  async (section, { happens }) => {
    await happens(code);
    const written = logged.flatMap(readMetrics).map(({ namespace, name, dimensions }) => ({
      metric: `${namespace} ${name}`,
      dimensions: Object.keys(dimensions).toSorted(),
    }));
    const watched = listWatched(section);
    expect(watched).not.toEqual([]);
    for (const one of watched) expect(written).toContainEqual(one);
  },
);

test.each(Object.entries(causedByAws))(
  "the alarm %s watches a metric of AWS by its dimensions",
  (section, { dimensions }) => {
    const watched = listWatched(section);
    expect(watched).toEqual([{ metric: expect.stringMatching(/^AWS\//), dimensions }]);
  },
);
