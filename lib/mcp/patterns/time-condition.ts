// A range of time as a condition of SQL, with the times written out: what is shown is what was asked.
import type { ColumnTypeName } from "../column-types.ts";
import type { TimeRange } from "./time-range.ts";

/** @returns undefined for a column that holds no time, or only days where the range is of hours */
export function writeTimeCondition(
  column: string,
  type: ColumnTypeName | undefined,
  { from, to, isExact }: TimeRange,
): string | undefined {
  const parts = [
    ...(from === undefined ? [] : [[">=", from] as const]),
    ...(to === undefined ? [] : [["<", to] as const]),
  ];
  const write = findWriter(type);
  if (write === undefined || (type === "date" && isExact)) return undefined;
  return parts.map(([operator, time]) => `${column} ${operator} ${write(new Date(time))}`).join(" AND ");
}

/** Times in UTC to the second; `timestamp` columns are taken to hold UTC. */
function findWriter(type: ColumnTypeName | undefined): ((time: Date) => string) | undefined {
  if (type === "timestamptz") return (time) => `timestamptz '${toSeconds(time)}+00'`;
  if (type === "timestamp") return (time) => `timestamp '${toSeconds(time)}'`;
  if (type === "date") return (time) => `date '${time.toISOString().slice(0, 10)}'`;
  return undefined;
}

const toSeconds = (time: Date): string => time.toISOString().slice(0, 19).replace("T", " ");
