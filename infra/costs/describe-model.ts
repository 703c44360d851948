// `npm run costs -- --model`: what a month costs at three sizes, and which quota breaks first. Asks no cloud.
import { manifests } from "../../lib/providers/manifests.ts";
import { describeAssumptions, sizes } from "./assumptions.ts";
import { describeCounting } from "./counting.ts";
import { type FlowName, flows, readUnits } from "./flows.ts";
import { priceMonth } from "./model.ts";
import { priceFlow } from "./price-flow.ts";
import { prices } from "./prices.ts";
import { rankQuotas } from "./quotas.ts";
import { listSeries } from "./series.ts";

/** Of the idle month without its custom metrics, rounded up: test/infra/costs/idle-month.test.ts holds it. */
export const idleDollars = 12;

/** Dollars a month of custom metrics, while every one is written. */
export const priceSeries = (): number =>
  listSeries(
    manifests.map(({ id }) => id),
    [],
  ).length * prices.each.customMetric;

const shorten = (dollars: number) => (dollars < 10 ? dollars.toFixed(2) : Math.round(dollars).toLocaleString("en"));

/** Lines of Markdown. */
const toTable = (heading: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [heading, heading.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);

export function describeFlows(): string[] {
  const rows = Object.keys(flows).map((key) => {
    const name = key as FlowName;
    const { dynamo, lambda, gateway, queue, logs, total } = priceFlow(readUnits(name), flows[name].calls);
    const { write, read } = readUnits(name);
    return [
      flows[name].name,
      String(write),
      String(read),
      ...[dynamo, lambda, gateway, queue, logs, total].map(shorten),
    ];
  });
  return toTable(
    [
      "flow, per million",
      "write units",
      "read units",
      "DynamoDB $",
      "Lambda $",
      "API Gateway $",
      "SQS $",
      "logs $",
      "total $",
    ],
    rows,
  );
}

export function describeMonths(): string[] {
  const fixed = idleDollars + priceSeries();
  const bills = sizes.map((size) => priceMonth(size, fixed));
  const services = Object.keys(bills[0] ?? {}) as (keyof (typeof bills)[number])[];
  const rows = services.map((service) => [service, ...bills.map((bill) => shorten(bill[service]))]);
  const each = bills.map(({ total }, at) => shorten((total / (sizes[at] ?? 1)) * 1000));
  return toTable(
    ["dollars a month", ...sizes.map((size) => `${size.toLocaleString("en")} connections`)],
    [...rows, ["for a thousand connections", ...each]],
  );
}

export function describeQuotas(): string[] {
  const uses = sizes.map((size) => new Map(rankQuotas(size).map((use) => [use.quota.name, use])));
  const [, , upperSize] = sizes;
  const order = rankQuotas(upperSize);
  return toTable(
    [
      "quota, in the busiest second",
      "by default",
      ...sizes.map((size) => size.toLocaleString("en")),
      "reached at",
      "formula",
      "how to raise it",
    ],
    order.map(({ quota, share }) => [
      quota.name,
      quota.limit.toLocaleString("en"),
      ...uses.map((use) => describeUse(use.get(quota.name))),
      `${roundMillions(upperSize / share)} million`,
      quota.formula,
      quota.raise,
    ]),
  );
}

const roundMillions = (connections: number) => Number((connections / 1e6).toPrecision(2)).toLocaleString("en");

function describeUse(use: { readonly need: number; readonly share: number } | undefined): string {
  if (use === undefined) return "";
  const need = use.need < 10 ? use.need.toPrecision(2) : Math.round(use.need).toLocaleString("en");
  return use.share > 1 ? `**${need}**` : need;
}

/** A diagram of mermaid: https://mermaid.js.org/syntax/pie.html */
export function drawShares(): string[] {
  const { total: _, ...services } = priceMonth(sizes[2], idleDollars + priceSeries());
  const title = `pie title Ten million connections: dollars a month`;
  return [title, ...Object.entries(services).map(([service, dollars]) => `  "${service}" : ${Math.round(dollars)}`)];
}

export function describeModel(): string {
  return [
    "Assumed (infra/costs/assumptions.ts):",
    ...describeAssumptions(),
    "",
    "Counted units of DynamoDB (npm run costs counts them anew), list prices of us-east-1:",
    ...describeFlows(),
    "",
    ...describeCounting(),
    "",
    ...describeMonths(),
    "",
    "The tightest first; bold is more than an account has by default. Reached at so many connections.",
    ...describeQuotas(),
  ].join("\n");
}
