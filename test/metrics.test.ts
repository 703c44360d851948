// The lines by which CloudWatch counts: each set of dimensions is a metric of its own, and is paid for.
import "./http/lambda-environment.ts";

import { beforeEach, expect, test } from "vitest";
import { count, measure } from "../lib/metrics.ts";
import { logged } from "./http/lambda-environment.ts";

beforeEach(() => {
  logged.length = 0;
});

const readLine = () => JSON.parse(logged.join(""));
const listSets = () => readLine()._aws.CloudWatchMetrics[0].Dimensions;

test("counts once, by stage and dimension, and explains by fields that are no dimension", () => {
  count("WebhookRefused", { provider: "slack" }, { reason: "signature" });
  expect(readLine()).toMatchObject({ stage: "test", provider: "slack", reason: "signature", WebhookRefused: 1 });
  expect(readLine()._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: "Patchbay",
      Dimensions: [["stage", "provider"]],
      Metrics: [{ Name: "WebhookRefused", Unit: "Count" }],
    },
  ]);
});

test.each(["CallbackFailed", "FlowFinished", "RefreshFailed", "RefreshSucceeded"] as const)(
  "counts %s for the whole stage too, since an alarm compares it with another",
  (name) => {
    count(name, { provider: "slack" });
    expect(listSets()).toEqual([["stage", "provider"], ["stage"]]);
  },
);

test.each(["RenewalDue", "RenewalLapsed"] as const)("counts %s for the whole stage alone", (name) => {
  count(name);
  expect(listSets()).toEqual([["stage"]]);
});

test("writes durations in milliseconds", () => {
  measure("ProviderLatency", [3, 5], { provider: "slack" });
  expect(readLine()).toMatchObject({ ProviderLatency: [3, 5] });
  expect(readLine()._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: "ProviderLatency", Unit: "Milliseconds" }]);
});
