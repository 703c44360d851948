// What a stage costs while nobody uses it, from the templates that are deployed.
import { describe, expect, it, test } from "vitest";
import { idleDollars } from "../../../infra/costs/describe-model.ts";
import { addUp, countAlarmMetrics, countDashboardMetrics, describeIdle } from "../../../infra/costs/idle-month.ts";
import { prices } from "../../../infra/costs/prices.ts";
import { listProviderSecrets } from "../../../infra/status/expected-secrets.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { defineDatabaseStage } from "../mcp/support/database-stage.ts";
import { exampleStage, listResources, synthesize } from "../support/synthesized.ts";
import { computeExampleMonth, otherManifests } from "./support/example-month.ts";

describe("an idle month with five providers", () => {
  it("costs at most $12 at list prices", () => {
    const items = computeExampleMonth(0);
    console.log(describeIdle(items).join("\n"));
    expect(items.map(({ item, number }) => [item, number])).toEqual([
      ["KMS keys, with rotated versions", 1],
      ["secrets", 10],
      ["metrics that alarms watch", expect.any(Number)],
      ["custom metrics", 1],
      ["dashboards with more than 50 metrics", 0],
      ["polls of empty queues", 12 * 657_000],
    ]);
    expect(addUp(items, "dollars")).toBeLessThanOrEqual(idleDollars);
  });

  it("costs at most as much when the key has been rotated twice, in an account of its own", () => {
    // AWS adds $2 for the rotations.
    expect(addUp(computeExampleMonth(2), "ownAccountDollars")).toBeLessThanOrEqual(idleDollars + 0.5);
  });

  it("costs at most $1.50 more for each further provider: a queue, an alarm and its secrets", () => {
    const [all, five] = [computeExampleMonth(0, manifests), computeExampleMonth(0)];
    const more = (item: string) => {
      const [ofAll = 0, ofFive = 0] = [all, five].map((items) => items.find((one) => one.item === item)?.number);
      return ofAll - ofFive;
    };
    expect(more("metrics that alarms watch")).toBe(otherManifests.length);
    expect(more("polls of empty queues") / 657_000).toBe(otherManifests.filter(({ webhook }) => webhook).length);
    // Optional ones, such as API keys in place of a client, come on top.
    const maxSecrets = Math.max(
      ...otherManifests.map(
        (manifest) => listProviderSecrets(manifest, exampleStage).filter(({ isOptional }) => !isOptional).length,
      ),
    );
    const { each, perMillion } = prices;
    const maxDollars = maxSecrets * each.secret + each.alarmMetric + 0.657 * perMillion.queueRequests;
    expect(maxDollars).toBeLessThanOrEqual(1.5);
    // On average with those.
    expect((addUp(all, "dollars") - addUp(five, "dollars")) / otherManifests.length).toBeLessThanOrEqual(1.5);
  });
});

const databaseStacks = synthesize(defineDatabaseStage({}));

describe("the dashboard", () => {
  const countDrawn = (stacks: ReturnType<typeof synthesize>) =>
    listResources(stacks, "AWS::CloudWatch::Dashboard").map(({ Properties }) => countDashboardMetrics(Properties));

  it("has at most fifty metrics with all providers, so that it costs nothing", () => {
    const [drawn = 0, ...others] = countDrawn(synthesize());
    expect(drawn).toBeGreaterThan(30);
    expect(drawn).toBeLessThanOrEqual(50);
    expect(others).toEqual([]);
    expect(manifests.length).toBeGreaterThanOrEqual(11);
  });

  it("has them also with a database of questions", () => {
    for (const drawn of countDrawn(databaseStacks)) expect(drawn).toBeLessThanOrEqual(50);
  });
});

test("counts of an alarm each metric that it is paid for", () => {
  expect(countAlarmMetrics({ MetricName: "Throttles" })).toBe(1);
  expect(countAlarmMetrics({ Metrics: [{ Expression: "a + b" }, { MetricStat: {} }, { MetricStat: {} }] })).toBe(2);
  expect(countAlarmMetrics({ Metrics: [{ Expression: "ANOMALY_DETECTION_BAND(m0, 3)" }, { MetricStat: {} }] })).toBe(3);
});
