// A whole stage with an edge, and one without.
import { expect, test } from "vitest";
import { listStackNames } from "../../../infra/status/find-missing.ts";
import { exampleStage, listResources, synthesize } from "../support/synthesized.ts";
import { defineEdgeStage } from "./support/edge-stage.ts";

const withEdge = defineEdgeStage();

test("a stage with an edge passes every check, and has one stack more", { timeout: 300_000 }, () => {
  const names = synthesize(withEdge).map(({ name }) => name);
  const before = synthesize(exampleStage).map(({ name }) => name);
  expect(names.filter((name) => !before.includes(name))).toEqual(["patchbay-prod-edge"]);
  expect(listStackNames(withEdge)).toEqual(expect.arrayContaining(names));
});

test("the live socket is opened at the edge", () => {
  const urls = listResources(synthesize(withEdge), "AWS::Lambda::Function").flatMap(
    ({ Properties }) => Object(Properties).Environment?.Variables?.LIVE_URL ?? [],
  );
  expect(new Set(urls)).toEqual(new Set(["wss://app.example.com/live"]));
});

test("a stage without an edge has no trace of one", () => {
  const text = JSON.stringify(synthesize(exampleStage));
  for (const trace of [
    "ORIGIN_SECRET",
    "OriginRefused",
    "x-patchbay-origin",
    "prod/origin",
    "AWS::CloudFront",
    "AWS::WAFv2",
  ])
    expect(text).not.toContain(trace);
});
