import { expect, test } from "vitest";
import { metricNames } from "../../lib/metrics.ts";
import committed from "./names.json" with { type: "json" };

// What is declared but never written is not in the committed list, which is read from the calls.
test("declares the metrics that are written and no other", () => {
  expect([...metricNames].sort()).toEqual(Object.keys(committed.metrics).sort());
});
