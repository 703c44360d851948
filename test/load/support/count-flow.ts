// Counts what flows take of DynamoDB, for usual contents and for large ones, and prints it as tables.
import type { Calls } from "../../../infra/costs/flows.ts";
import { priceFlow } from "../../../infra/costs/price-flow.ts";
import type { Units } from "../../../infra/local/dynamo-units.ts";
import type { CountedRow } from "../../../infra/local/unit-counter.ts";
import { isCounting, spy } from "../../support/spy.ts";

/** Of what people and providers send: the median, or the 99th percentile. */
export type Size = "median" | "p99";

interface CountedFlow {
  readonly name: string;
  readonly calls: Calls;
  readonly counts: Readonly<Partial<Record<Size, Count>>>;
}

interface Count {
  readonly units: Units;
  readonly rows: readonly CountedRow[];
  /** Dollars for a million times. */
  readonly dollars: number;
}

const flows = new Map<string, CountedFlow>();

/** What to count: a name, the Lambdas that take part, and what the flow needs besides DynamoDB. */
export interface Flow {
  readonly name: string;
  readonly lambda: RegExp;
  readonly calls: Calls;
}

/** Counts what a flow takes while `work` runs. Counts for administrators have a price of their own (infra/costs/counting.ts). */
export async function countFlow({ name, lambda, calls }: Flow, size: Size, work: () => Promise<unknown>) {
  const all = await spy.countUnits(work);
  const made = all.filter((call) => lambda.test(call.lambda ?? "") && !isCounting(call));
  const counted = made.flatMap((call) => (call.units ? [call.units] : []));
  const sum = (of: keyof Units) => counted.reduce((total, one) => total + one[of], 0);
  const units = { write: sum("write"), read: sum("read") };
  const count: Count = { units, rows: counted.flatMap(({ rows }) => rows), dollars: priceFlow(units, calls).total };
  flows.set(name, { name, calls, counts: { ...flows.get(name)?.counts, [size]: count } });
  return count;
}

/** Write and read units of what was counted, by name, for contents of median size. */
export const listMedianUnits = (): Readonly<Record<string, Units>> =>
  Object.fromEntries([...flows].map(([name, { counts }]) => [name, counts.median?.units ?? noUnits]));

/** Prints all flows that were counted: dollars for a million by service, and the sizes of their rows. */
export function printFlows(): void {
  const counted = [...flows.values()];
  console.table(Object.fromEntries(counted.map((flow) => [flow.name, describeBill(flow)])));
  for (const { name, counts } of counted) console.log(`${name}: ${describeRows(counts)}`);
}

const noUnits: Units = { write: 0, read: 0 };

function describeBill({ calls, counts: { median, p99 } }: CountedFlow) {
  const units = median?.units ?? noUnits;
  const parts = Object.entries(priceFlow(units, calls)).map(([part, dollars]) => [part, round(dollars)]);
  const large = p99 && { "write units p99": p99.units.write, "total p99": round(p99.dollars) };
  return { "write units": units.write, "read units": units.read, ...Object.fromEntries(parts), ...large };
}

const round = (dollars: number): number => Number(dollars.toFixed(2));

/** Such as "claim 178 B (p99 181 B)", in the order of the writes. */
function describeRows({ median, p99 }: CountedFlow["counts"]): string {
  const large = p99?.rows ?? [];
  return (median?.rows ?? [])
    .map(({ kind, bytes }, at) => `${kind} ${bytes} B${large[at] ? ` (p99 ${large[at].bytes} B)` : ""}`)
    .join(" · ");
}
