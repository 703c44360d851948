// What the database has of the tables in the stage's file.
import type { DatabaseStage } from "../config/mcp.ts";
import type { Execute } from "./connection.ts";
import { quoteText } from "./quote.ts";

export interface Column {
  /** As PostgreSQL writes it, such as `character varying`; of a domain, the type below it. */
  readonly type: string;
  readonly isDomain: boolean;
  /** False where texts that differ may count as equal, such as ACME and acme. */
  readonly isDeterministic: boolean;
}

/** Columns by table and name; a table that the database lacks has no entry. */
export type ColumnsBySource = ReadonlyMap<string, ReadonlyMap<string, Column>>;

export const readSource = (name: string, table: Pick<DatabaseStage["tables"][string], "source">): string =>
  table.source ?? `public.${name}`;

/** The type of a column, which the stage's file writes with or without words about it. */
export const readType = (column: DescribedColumn) => (typeof column === "string" ? column : column.type);

type DescribedColumn = DatabaseStage["tables"][string]["columns"][string];

export async function readColumns(execute: Execute, tables: DatabaseStage["tables"]): Promise<ColumnsBySource> {
  const sources = Object.entries(tables).map(([name, table]) => quoteText(readSource(name, table)));
  const rows = await execute(`select n.nspname || '.' || c.relname as source, a.attname::text as name,
  pg_catalog.format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type,
  t.typbasetype <> 0 as is_domain, coalesce(l.collisdeterministic, true) as is_deterministic
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid left join pg_catalog.pg_collation l on l.oid = a.attcollation
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname || '.' || c.relname in (${sources.join(", ")})`);
  const found = new Map<string, Map<string, Column>>();
  for (const row of rows) {
    const columns = found.get(String(row.source)) ?? new Map<string, Column>();
    const { is_domain, is_deterministic } = row;
    columns.set(String(row.name), {
      type: String(row.type),
      isDomain: is_domain === true,
      isDeterministic: is_deterministic === true,
    });
    found.set(String(row.source), columns);
  }
  return found;
}
