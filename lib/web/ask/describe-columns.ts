// How the values of a column are shown: decided once for a whole column, so that its cells line up.
import type { Answer, AnswerColumn } from "../api/answer.ts";

export interface ShownColumn {
  readonly name: string;
  /** An `id` is a number that nobody adds up. */
  readonly kind: "number" | "id" | "day" | "time" | "text";
}

const numberTypes = /^(int[248]|integer|bigint|smallint|numeric|float[48]|double)/;
const idName = /(^|_)id$/i;
const timeTypes = /^timestamp/;
const dayPattern = /^\d{4}-\d\d-\d\d$/;
const timePattern = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const midnightPattern = /[T ]00:00(:00(\.0+)?)?(Z|\+00(:?00)?)?$/;

export const describeColumns = ({ columns, rows }: Answer): readonly ShownColumn[] =>
  columns.map((column) => {
    const values = rows.map((row) => row[column.name]).filter((value) => value !== null && value !== undefined);
    return { name: column.name, kind: findKind(column, values) };
  });

/** By the type where the API names it, and else by the values. Times that are all midnights are days. */
function findKind({ name, type }: AnswerColumn, values: readonly unknown[]): ShownColumn["kind"] {
  const isEach = (test: (value: unknown) => boolean) => values.length > 0 && values.every(test);
  if (numberTypes.test(type) || isEach((value) => typeof value === "number"))
    return idName.test(name) ? "id" : "number";
  if (isEach((value) => dayPattern.test(String(value)))) return "day";
  const isTime = timeTypes.test(type) || type === "";
  if (!isTime || !isEach((value) => timePattern.test(String(value)))) return "text";
  return isEach((value) => midnightPattern.test(String(value))) ? "day" : "time";
}
