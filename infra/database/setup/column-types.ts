import type { ColumnTypeName } from "../../../lib/mcp/column-types.ts";
import type { Column } from "../columns.ts";

/** Which types become which without a value that could fail. */
const widened: Readonly<Partial<Record<ColumnTypeName, readonly string[]>>> = {
  integer: ["smallint"],
  bigint: ["integer", "smallint"],
  numeric: ["bigint", "integer", "smallint"],
  double: ["real"],
};

/** What PostgreSQL calls each type of the stage's file. */
export const typeNames: Readonly<Record<ColumnTypeName, string>> = {
  integer: "integer",
  bigint: "bigint",
  numeric: "numeric",
  double: "double precision",
  text: "text",
  boolean: "boolean",
  date: "date",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  uuid: "uuid",
  json: "json",
};

/**
 * The cast that makes a column what the stage's file says, empty where it is that already.
 * @returns undefined where a value's cast could fail: an error would tell of rows that the caller may not see
 */
export function castTo(type: ColumnTypeName, column: Column): string | undefined {
  if (type === "json" && column.type === "jsonb") return column.isDomain ? "::jsonb" : "";
  const name = typeNames[type];
  if (column.type === name) return column.isDomain ? `::${name}` : "";
  // Every value has a text.
  const isSafe = type === "text" || widened[type]?.includes(column.type);
  return isSafe ? `::${name}` : undefined;
}
