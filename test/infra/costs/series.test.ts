// How many custom metrics a stage has, counted from the code that writes them, and what they cost.
import { expect, test } from "vitest";
import { priceSeries } from "../../../infra/costs/describe-model.ts";
import { listSeries } from "../../../infra/costs/series.ts";
import { providerIds } from "../../../lib/provider-ids.ts";
import { sourceFiles } from "../../architecture/source-files.ts";

test("a stage with every provider and a service has at most fifty series, which cost at most $15 a month", () => {
  expect(listSeries(providerIds, ["voice"]).length).toBeLessThanOrEqual(50);
  expect(priceSeries()).toBeLessThanOrEqual(15);
});

test("nothing else writes lines in the embedded metric format", async () => {
  const files = await sourceFiles(/^(functions|lib|infra)\/.*\.tsx?$/);
  const writing = files.filter(({ text }) => /CloudWatchMetrics|PutMetricData/.test(text)).map(({ path }) => path);
  expect(writing).toEqual(["lib/metrics.ts"]);
  const filters = files.filter(({ text }) => text.includes("metricNamespace:")).map(({ path }) => path);
  expect(filters).toEqual(["infra/stage-stack.ts"]);
});
