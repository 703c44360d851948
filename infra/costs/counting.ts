// What counting for administrators costs (GET /api/admin/analytics): rows of counts beside what a flow writes itself.
import type { FlowName } from "./flows.ts";
import { prices } from "./prices.ts";

/**
 * Rows of below 1 kB, each a unit. A container writes at most so many for each thing that it counts, however rarely it is used
 * (lib/store/usage-counter.ts; test/infra/costs/counting.test.ts compares them).
 */
export const counted = { perCall: 0.2, perStart: 2, perEvent: 0.5 } as const;

/** Things that are counted of one data call, at most: a miss, a refresh that failed, an error, the read of a file. */
export const maxThingsPerCall = 4;

/** Units for one row of the audit: two for its tenant's day in a transaction, and a share of two for each row of the stage in it. */
const foldedRow = { mean: 2.5, max: 4 } as const;

interface Counting {
  readonly name: string;
  readonly mean: number;
  readonly max: number;
}

const dataCall = { mean: counted.perCall, max: maxThingsPerCall * counted.perCall };

/** Write units of counting a flow once. */
export const countingUnits = {
  dataCall: { name: "data call", ...dataCall },
  missedList: { name: "miss of a kept list", ...dataCall },
  refreshingCall: {
    name: "data call with a refresh",
    mean: dataCall.mean + foldedRow.mean,
    max: dataCall.max + foldedRow.max,
  },
  connect: {
    name: "connect, whole flow",
    mean: counted.perStart + foldedRow.mean,
    max: counted.perStart + foldedRow.max,
  },
  // An event of several tenants, or a row with many types, takes more.
  event: { name: "event", mean: counted.perEvent, max: 2 * counted.perEvent },
  ignoredEvent: { name: "event that concerns nobody", mean: counted.perEvent, max: 2 * counted.perEvent },
} as const satisfies Partial<Record<FlowName, Counting>>;

/** @returns the units on average; nothing for what is not counted */
export const getCountingUnits = (flow: FlowName): number =>
  flow in countingUnits ? countingUnits[flow as keyof typeof countingUnits].mean : 0;

/** Lines of a table in Markdown. */
export function describeCounting(): string[] {
  const dollars = (units: number) => (units * prices.perMillion.writeUnits).toFixed(2);
  const rows = Object.values(countingUnits).map(({ name, mean, max }) => [
    name,
    String(mean),
    dollars(mean),
    String(max),
    dollars(max),
  ]);
  return [
    ["counting, per million", "write units", "$", "at most", "$"],
    ["---", "---", "---", "---", "---"],
    ...rows,
  ].map((cells) => `| ${cells.join(" | ")} |`);
}
