// Which part of the log is shown: the last hours or days, or from one moment to another.
import type { Query } from "../use-address.ts";

const hour = 3_600_000;
const day = 24 * hour;

export const periods = [
  ["hour", "Last hour", hour],
  ["day", "Last day", day],
  ["week", "Last 7 days", 7 * day],
  ["month", "Last 30 days", 30 * day],
  ["quarter", "Last 90 days", 90 * day],
] as const;

/** The value of the choice "between two moments". */
export const otherPeriod = "between";

/** ISO 8601, the second excluded. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** @param now epoch milliseconds */
export function readPeriod({ period, from = "", to = "" }: Query, now: number): Period {
  const length = periods.find(([id]) => id === period)?.[2] ?? day;
  const end = period === otherPeriod ? (parseMoment(to) ?? now) : now;
  const begin = period === otherPeriod ? (parseMoment(from) ?? end - day) : now - length;
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}

function parseMoment(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
