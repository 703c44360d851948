// A view for each table of the stage's file, with its columns, and its rows of the caller's tenant and user only.
import type { DatabaseStage } from "../../config/mcp.ts";
import { type Column, type ColumnsBySource, readSource, readType } from "../columns.ts";
import { ownSchema, readerRole, viewSchema } from "../names.ts";
import { quoteName, quoteRelation, quoteText } from "../quote.ts";
import { castTo } from "./column-types.ts";

type TableStage = DatabaseStage["tables"][string];

/** All views are made anew: those of tables that the stage's file has no more are gone afterwards. */
export const planViews = (tables: DatabaseStage["tables"], found: ColumnsBySource): string[] => [
  dropAllViews,
  ...Object.entries(tables).map(([name, table]) => createView(name, table, found.get(readSource(name, table)))),
  `grant usage on schema ${viewSchema} to ${readerRole}`,
  ...Object.keys(tables).map((name) => `grant select on ${viewSchema}.${quoteName(name)} to ${readerRole}`),
];

const dropAllViews = `do $$ declare name text; begin
  for name in select c.relname from pg_catalog.pg_class c where c.relnamespace = ${quoteText(viewSchema)}::regnamespace and c.relkind = 'v' loop
    execute pg_catalog.format('drop view ${viewSchema}.%I', name);
  end loop;
end $$`;

/** A barrier, or a condition with an error in it (1/(x-5)) would be tried on other tenants' rows and tell of them. */
function createView(name: string, table: TableStage, found: ReadonlyMap<string, Column> = new Map()): string {
  const columns = Object.entries(table.columns).map(([column, described]) => {
    const actual = found.get(column);
    const cast = actual && castTo(readType(described), actual);
    return `t.${quoteName(column)}${cast ?? ""} as ${quoteName(column)}`;
  });
  return `create view ${viewSchema}.${quoteName(name)} with (security_barrier = true) as
select ${columns.join(", ")}
from ${quoteRelation(readSource(name, table))} as t
where ${selectRows(table.visibleTo, found)}`;
}

/** Without a valid context nothing is visible, not even what everyone may see. */
function selectRows(visibleTo: TableStage["visibleTo"], found: ReadonlyMap<string, Column>): string {
  const isKnown = `(select ${ownSchema}.user_id()) is not null`;
  if (visibleTo === "everyone") return isKnown;
  const { tenant, user } = visibleTo;
  const ofTenant = tenant && `${compare(tenant, found)} = (select ${ownSchema}.tenant())`;
  const ofUser = user && `${compare(user, found)} = (select ${ownSchema}.user_id())`;
  return [ofTenant, ofUser].filter(Boolean).join(" and ");
}

/** The column as a text that equals another only letter by letter. A text's own index stays of use. */
function compare(name: string, found: ReadonlyMap<string, Column>): string {
  const column = found.get(name);
  const isText = column && !column.isDomain && ["text", "character varying"].includes(column.type);
  const text = `t.${quoteName(name)}${isText ? "" : "::pg_catalog.text"}`;
  return column?.isDeterministic ? text : `${text} collate "C"`;
}
