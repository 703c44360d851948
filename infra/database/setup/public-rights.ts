// Rights of PUBLIC, which every role has. The operator's own application may live on them, so they go by a flag only.
import { farReachingFunctions, ownSchema } from "../names.ts";
import { quoteText } from "../quote.ts";

/** Takes from PUBLIC what the check calls open: each by itself, since not all of it may be this operator's to take. */
export const planPublicRevokes: readonly string[] = [
  ignoreRefusal(
    "execute pg_catalog.format('revoke temporary on database %I from public', pg_catalog.current_database());",
  ),
  ignoreRefusal("revoke create on schema public from public;"),
  `do $$ declare name text; begin
  for name in select p.oid::regprocedure::text from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema', ${quoteText(ownSchema)})
      or n.nspname = 'pg_catalog' and p.proname in (${farReachingFunctions.map(quoteText).join(", ")}) loop
    begin
      execute 'revoke execute on routine ' || name || ' from public';
    exception when insufficient_privilege then null;
    end;
  end loop;
end $$`,
];

function ignoreRefusal(statement: string): string {
  return `do $$ begin ${statement} exception when insufficient_privilege or invalid_schema_name then null; end $$`;
}
