// What an attacker would try who had got past the guard, as statements that the database must refuse.
import type { DatabaseStage } from "../../config/mcp.ts";
import { readSource } from "../columns.ts";
import { ownSchema, viewSchema } from "../names.ts";
import { quoteName, quoteRelation } from "../quote.ts";

export interface Attack {
  /** Ends the sentence "It cannot …". */
  readonly what: string;
  readonly sql: string;
}

/** Each of these fails for want of a right, in a transaction that may write. */
export const listAttacks = (tables: DatabaseStage["tables"]): Attack[] => [
  ...Object.entries(tables).flatMap(([name, table]) => {
    const [source, view] = [readSource(name, table), `${viewSchema}.${quoteName(name)}`];
    return [
      { what: `read ${source}`, sql: `select 1 from ${quoteRelation(source)} limit 1` },
      { what: `delete from ${source}`, sql: `delete from ${quoteRelation(source)} where false` },
      { what: `delete through the view ${name}`, sql: `delete from ${view} where false` },
      { what: `replace the view ${name}`, sql: `alter view ${view} reset (security_barrier)` },
    ];
  }),
  { what: "read the keys of contexts", sql: `select 1 from ${ownSchema}.context_keys` },
  { what: "write a key of its own", sql: `insert into ${ownSchema}.context_keys values ('x', '', '')` },
  { what: "call the function that checks contexts", sql: `select ${ownSchema}.verified_context()` },
  { what: "read passwords", sql: "select 1 from pg_catalog.pg_authid" },
  { what: "read statistics of values", sql: "select 1 from pg_catalog.pg_statistic" },
  { what: "read files of the server", sql: "select pg_catalog.pg_read_file('PG_VERSION')" },
  { what: "list files of the server", sql: "select pg_catalog.pg_ls_dir('.')" },
  { what: "write files of the server", sql: "copy (select 1) to '/dev/null'" },
  { what: "run programs on the server", sql: "copy (select 1) to program 'true'" },
  { what: "create a table beside the views", sql: `create table ${viewSchema}.patchbay_check ()` },
  { what: "create a schema", sql: "create schema patchbay_check" },
  { what: "create a role", sql: "create role patchbay_check" },
];
