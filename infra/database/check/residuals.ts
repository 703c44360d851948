// What a database role cannot be kept from, so that the guard before it must.
import type { Finding } from "./finding.ts";

const residuals = [
  "Names: the catalog shows everyone the names of tables, columns, roles and databases, and the text of functions.",
  "Estimates: EXPLAIN shows how many rows the planner expects, over all tenants, and EXPLAIN ANALYZE how many a filter removed; sizes and counters of tables are open too.",
  "Company: sessions of the reader may cancel each other's statements (pg_cancel_backend), and hold advisory locks.",
  "The log: pg_logical_emit_message writes to the write-ahead log even in a read-only transaction, for readers of logical replication.",
  "Load: a statement may use a processor until its time is over, and disk up to temp_file_limit.",
  "Itself: outside of a read-only transaction the reader may change its own password and settings.",
];

export const listResiduals = (): Finding[] =>
  residuals.map((text) => ({ state: "to know", text: `Only the guard stops this. ${text}` }));
