// How many rows `generate_series` would answer, where its arguments tell.
import { readCount } from "./constants.ts";
import { readDays } from "./day-range.ts";
import { readStep } from "./step.ts";

/** Of a series. */
const maxRows = 100_000;

/**
 * Whether the rows of a series are known to be few: it runs between whole numbers that are written out, or between days that
 * are written out, derived from today, or taken from the data, by a step that is written out.
 */
export function isBoundedSeries(args: readonly unknown[]): boolean {
  const [from, to, step] = args;
  if (args.length < 2 || args.length > 3) return false;
  const [first, last] = [readCount(from), readCount(to)];
  if (first !== undefined && last !== undefined)
    return isFew((last - first) / (step === undefined ? 1 : (readCount(step) ?? 0)));
  const [start, end, days] = [readDays(from), readDays(to), readStep(step)];
  return start !== undefined && end !== undefined && days !== undefined && isFew((end.latest - start.earliest) / days);
}

/** A quotient by zero is not finite. */
const isFew = (rows: number) => Math.abs(rows) <= maxRows;
