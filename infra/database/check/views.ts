// Whether there is exactly one view for each table of the stage's file, with its columns, and each a barrier.
import type { DatabaseStage } from "../../config/mcp.ts";
import { type Execute, listNames } from "../connection.ts";
import { ownSchema, readerRole, viewSchema } from "../names.ts";
import { quoteText } from "../quote.ts";
import { type Finding, findNone } from "./finding.ts";

const relations = `select c.relname as name, c.relkind::text as kind,
  coalesce('security_barrier=true' = any (c.reloptions), false) as is_barrier,
  coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1|yes)', false) as is_invoker,
  pg_catalog.has_table_privilege(${quoteText(readerRole)}, c.oid, 'select') as is_readable,
  array_to_string(array(select a.attname from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0
    and not a.attisdropped order by a.attnum), ',') as columns
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = ${quoteText(viewSchema)} and c.relkind in ('r', 'p', 'v', 'm', 'f')`;

const functions = `select p.proname as name from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where n.nspname = ${quoteText(ownSchema)} and p.prosecdef and p.provolatile = 's'
  and 'search_path=pg_catalog, pg_temp' = any (p.proconfig)`;

export async function checkViews(execute: Execute, tables: DatabaseStage["tables"]): Promise<Finding[]> {
  const found = new Map((await execute(relations)).map((row) => [String(row.name), row]));
  const wrong = Object.entries(tables).flatMap(([name, { columns }]) => {
    const row = found.get(name);
    const isRight = row?.kind === "v" && row.is_barrier && !row.is_invoker && row.is_readable;
    return isRight && row.columns === Object.keys(columns).join(",") ? [] : [name];
  });
  const made = new Set(await listNames(execute, functions));
  const others = [...found.keys()].filter((name) => !Object.hasOwn(tables, name));
  return [
    findNone(wrong, {
      holds: "There is a view for each table of the stage's file, with its columns.",
      otherwise: "Views are missing, or differ from the stage's file (run this command without --check)",
    }),
    findNone(others, {
      holds: "There is no other.",
      otherwise: `The schema ${viewSchema} has what the stage's file has not`,
    }),
    findNone(
      ["verified_context", "tenant", "user_id"].filter((name) => !made.has(name)),
      {
        holds: "The functions that check a context are there, with a fixed search path.",
        otherwise: "Functions are missing or changed (run this command without --check)",
      },
    ),
  ];
}
