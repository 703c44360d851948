import type { ColumnTypeName } from "../../../lib/mcp/column-types.ts";
import type { Column } from "../columns.ts";

/** Which types of PostgreSQL become which of the stage's file without a value that could fail. The first needs no cast. */
const sourceTypes: Readonly<Record<Exclude<ColumnTypeName, "text">, readonly string[]>> = {
  integer: ["integer", "smallint"],
  bigint: ["bigint", "integer", "smallint"],
  numeric: ["numeric", "bigint", "integer", "smallint"],
  double: ["double precision", "real"],
  boolean: ["boolean"],
  date: ["date"],
  timestamp: ["timestamp without time zone"],
  timestamptz: ["timestamp with time zone"],
  uuid: ["uuid"],
  json: ["json", "jsonb"],
};

/**
 * The cast that makes a column what the stage's file says, empty where it is that already.
 * @returns undefined where a value's cast could fail: an error would tell of rows that the caller may not see
 */
export function castTo(type: ColumnTypeName, column: Column): string | undefined {
  // Every value has a text.
  if (type === "text") return column.type === "text" && !column.isDomain ? "" : "::pg_catalog.text";
  const types = sourceTypes[type];
  if (!types.includes(column.type)) return undefined;
  if (type === "json") return column.isDomain ? `::${column.type}` : "";
  return column.type === types[0] && !column.isDomain ? "" : `::${types[0]}`;
}
