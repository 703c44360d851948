// The model answers without a cloud, and says which quota breaks first.
import { expect, test } from "vitest";
import { sizes } from "../../../infra/costs/assumptions.ts";
import { describeModel } from "../../../infra/costs/describe-model.ts";
import { flows } from "../../../infra/costs/flows.ts";
import { computeAmounts, computePeak, priceMonth } from "../../../infra/costs/model.ts";
import { priceFlow } from "../../../infra/costs/price-flow.ts";
import { rankQuotas, shards } from "../../../infra/costs/quotas.ts";
import { dueShards, logShards } from "../../../lib/store/table.ts";

test("says what each flow and each size costs, and every quota with its formula", () => {
  const text = describeModel();
  for (const { name } of Object.values(flows)) expect(text).toContain(name);
  for (const size of sizes) expect(text).toContain(size.toLocaleString("en"));
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

test("adds up a month from its services, and grows with its connections alone", () => {
  const [small, large] = [priceMonth(100_000, 25), priceMonth(10_000_000, 25)];
  const { total, ...services } = small;
  expect(Object.values(services).reduce((sum, dollars) => sum + dollars, 0)).toBeCloseTo(total, 6);
  expect(large.DynamoDB).toBeCloseTo(100 * small.DynamoDB, 3);
  expect([small.fixed, large.fixed]).toEqual([25, 25]);
});

test("counts four times the mean in the busiest second", () => {
  const [day, peak] = [computeAmounts(1000, 1), computePeak(1000)];
  expect(peak.httpRequests * 86_400).toBeCloseTo(4 * day.httpRequests, 6);
});

test("ranks the quotas by what is needed of them, the tightest first, and breaks none at a hundred thousand connections", () => {
  expect(rankQuotas(100_000).filter(({ share }) => share > 1)).toEqual([]);
  const shares = rankQuotas(10_000_000).map(({ share }) => share);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  expect(rankQuotas(100_000_000)[0]?.share).toBeGreaterThan(1);
});

test("knows how the code divides its rows", () => {
  expect(shards).toEqual({ log: logShards, due: dueShards });
});

test("prices a flow by its units and its calls", () => {
  const bill = priceFlow(
    { write: 2, read: 4 },
    { httpRequests: 1, lambdaRequests: 1, lambdaMs: 100, loggedBytes: 1000 },
  );
  expect(bill).toMatchObject({ dynamo: 1.75, gateway: 1, queue: 0, logs: 0.5 });
  expect(bill.lambda).toBeCloseTo(0.2 + 0.333, 3);
  expect(bill.total).toBeCloseTo(1.75 + 1 + 0.5 + bill.lambda, 6);
});
