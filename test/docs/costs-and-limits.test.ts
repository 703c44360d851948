// The page's tables are those that are computed, and its limits those of the code.
import { readFile } from "node:fs/promises";
import { describe, expect, it, test } from "vitest";
import { describeAssumptions } from "../../infra/costs/assumptions.ts";
import { describeCounting } from "../../infra/costs/counting.ts";
import {
  describeFlows,
  describeMonths,
  describeQuotas,
  drawShares,
  priceSeries,
} from "../../infra/costs/describe-model.ts";
import { describeIdle } from "../../infra/costs/idle-month.ts";
import { listSeries } from "../../infra/costs/series.ts";
import { metricSeries } from "../../lib/metric-series.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { computeExampleMonth } from "../infra/costs/support/example-month.ts";
import { exampleStage } from "../infra/support/synthesized.ts";

const page = await readFile("docs/costs-and-limits.md", "utf8");

test.each([
  ["the flows", describeFlows()],
  ["what counting costs", describeCounting()],
  ["the assumptions", describeAssumptions()],
  ["the months", describeMonths()],
  ["the shares", drawShares()],
  ["the quotas", describeQuotas()],
])("%s are what `npm run costs -- --model` computes", (_, lines) => {
  expect(page).toContain(lines.join("\n"));
});

test("the idle month is that of the templates", () => {
  expect(page).toContain(describeIdle(computeExampleMonth(0)).join("\n"));
});

/** The rows of the table under a heading. */
const readRows = (heading: string): string[][] =>
  (page.split(`## ${heading}\n`)[1] ?? "")
    .split("\n## ")[0]
    ?.split("\n")
    .filter((line) => /^\| (?!limit|series|---)/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim())) ?? [];

describe("the limits", () => {
  const rows = readRows("Limits of Patchbay");

  it("are many", () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows.map(([, what, value, where]) => [what, value, where]))("%s: %s", async (_, value = "", where = "") => {
    const [, file = "", name = ""] = /^`([^`]+)` `(\w+)`$/.exec(where) ?? [];
    const [, expression = ""] =
      new RegExp(`\\bconst ${name}\\b[^=;]*= ([\\d_*+ -]+);`).exec(await readFile(file, "utf8")) ?? [];
    expect(expression).not.toBe("");
    expect(Number(value.replaceAll(",", ""))).toBe(new Function(`return ${expression};`)());
  });

  it("of each user are those of a stage that sets none", () => {
    const { startPerMinute, refreshPerMinute, writesPerMinute, queriesPerMinute } = exampleStage.rateLimits;
    expect(page).toContain(
      `${startPerMinute} starts, ${refreshPerMinute} refreshes, ${writesPerMinute} writes and ${queriesPerMinute} questions a minute`,
    );
  });
});

describe("the custom metrics", () => {
  it("are all there is, each with its dimension", () => {
    const listed = readRows("Custom metrics").map(([, name = "", by]) => [name.replaceAll("`", ""), by]);
    expect(listed).toEqual(
      Object.entries(metricSeries).map(([name, series]) => [name, "by" in series ? series.by : ""]),
    );
  });

  it("are as many, and cost as much, as the page says", () => {
    expect(page).toContain(
      `a stage has\n${listSeries(providerIds, []).length} with ${providerIds.length} providers, which is $${priceSeries().toFixed(2)} while all are written`,
    );
  });
});
