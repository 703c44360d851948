import { readText, readTypeName } from "./constants.ts";
import { openAs } from "./tree.ts";

const daysByUnit: Readonly<Record<string, number>> = {
  second: 1 / 86_400,
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 28,
  year: 365,
};

/** The days of an interval that is written out with one unit, such as `interval '3 months'`; at least so many. */
export function readStep(node: unknown): number | undefined {
  const cast = openAs("TypeCast", node);
  const text = cast && readTypeName(cast) === "interval" ? readText(cast.arg) : readText(node);
  const [, count, unit = ""] = /^\s*(-?\d{1,6}) *([a-z]+?)s?\s*$/i.exec(text ?? "") ?? [];
  const days = daysByUnit[unit.toLowerCase()];
  return count === undefined || days === undefined ? undefined : Number(count) * days;
}
