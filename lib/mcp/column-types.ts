/** The types that a column of a table may be said to have. */
export const columnTypeNames = [
  "integer",
  "bigint",
  "numeric",
  "double",
  "text",
  "boolean",
  "date",
  "timestamp",
  "timestamptz",
  "uuid",
  "json",
] as const;

export type ColumnTypeName = (typeof columnTypeNames)[number];
