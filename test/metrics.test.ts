// The lines by which CloudWatch counts: each value of a dimension is a series of its own, and is paid for.
import "./http/lambda-environment.ts";

import { beforeEach, expect, test } from "vitest";
import { count, countMany, measure } from "../lib/metrics.ts";
import { logged } from "./http/lambda-environment.ts";

beforeEach(() => {
  logged.length = 0;
});

const readLine = () => JSON.parse(logged.join(""));

/** A metric's part of a line in the embedded format. */
const directive = (Name: string, Unit: string, ...dimensions: string[]) => ({
  Namespace: "Patchbay",
  Dimensions: [["stage", ...dimensions]],
  Metrics: [{ Name, Unit }],
});
const readDirectives = () => readLine()._aws.CloudWatchMetrics;

test("counts once for the stage, and explains by fields that are no dimension", () => {
  count("WebhookRefused", { provider: "slack", reason: "signature" });
  expect(readLine()).toMatchObject({ stage: "test", provider: "slack", reason: "signature", WebhookRefused: 1 });
  expect(readDirectives()).toEqual([directive("WebhookRefused", "Count")]);
});

test("writes what is no series as a field alone", () => {
  count("WebhookDuplicate", { provider: "slack" });
  expect(readLine()).toEqual({ stage: "test", provider: "slack", WebhookDuplicate: 1 });
});

test.each(["ItemSetAside", "DeliveryGivenUp", "DeliveryTooLarge", "OutboxRowSetAside"] as const)(
  "counts %s in one series with what an operator treats alike, and keeps its name in the line",
  (name) => {
    count(name, { provider: "gmail" });
    expect(readLine()).toMatchObject({ provider: "gmail", [name]: 1, WorkSetAside: 1 });
    expect(readDirectives()).toEqual([directive("WorkSetAside", "Count")]);
  },
);

test.each([
  ["RequestFailed", { code: "internal" }, { code: "provider_unavailable" }],
  ["DatabaseFailed", { reason: "unreachable" }, { reason: "refused" }],
] as const)("counts of %s only what an alarm is for", (name, meant, other) => {
  count(name, meant);
  expect(readDirectives()).toEqual([directive(name, "Count")]);
  logged.length = 0;
  count(name, other);
  expect(readLine()).toEqual({ stage: "test", ...other, [name]: 1 });
});

test("writes a percentage beside a count, whose own number is a field alone", () => {
  count("RefreshFailed", { provider: "slack" }, { RefreshFailedPercent: 100 });
  expect(readLine()).toMatchObject({ RefreshFailed: 1, RefreshFailedPercent: 100 });
  expect(readDirectives()).toEqual([directive("RefreshFailedPercent", "Percent")]);
});

test("counts by the dimension that a series has, if it has one", () => {
  count("TokenRead", { service: "voice", provider: "slack" });
  expect(readDirectives()).toEqual([directive("TokenRead", "Count", "service")]);
});

test("writes durations in milliseconds, with a score by provider in the same line", () => {
  measure("ProviderLatency", [3, 5], { provider: "slack" }, { ProviderFailureExcess: -0.25 });
  expect(readLine()).toMatchObject({ ProviderLatency: [3, 5], ProviderFailureExcess: -0.25 });
  expect(readDirectives()).toEqual([
    directive("ProviderLatency", "Milliseconds"),
    directive("ProviderFailureExcess", "None", "provider"),
  ]);
});

test("counts several at once", () => {
  countMany("DeadLetters", 7, { queue: "refreshes-dead-letters" });
  expect(readLine()).toMatchObject({ DeadLetters: 7, queue: "refreshes-dead-letters" });
});
