import type { DatabaseStage } from "../config/mcp.ts";
import { type Column, type ColumnsBySource, readSource, readType } from "./columns.ts";
import { castTo } from "./setup/column-types.ts";

type TableStage = DatabaseStage["tables"][string];

/** Sentences about tables and columns of the stage's file that the database lacks, or has with a type that does not fit. */
export const findMistakes = (tables: DatabaseStage["tables"], found: ColumnsBySource): string[] =>
  Object.entries(tables).flatMap(([name, table]) => {
    const source = readSource(name, table);
    const columns = found.get(source);
    return columns ? findColumnMistakes(source, table, columns) : [`The database has no table or view ${source}.`];
  });

function findColumnMistakes(source: string, table: TableStage, found: ReadonlyMap<string, Column>): string[] {
  const { tenant, user } = table.visibleTo === "everyone" ? {} : table.visibleTo;
  const missing = [...Object.keys(table.columns), ...[tenant, user].filter((name) => name !== undefined)]
    .filter((name, at, all) => !found.has(name) && all.indexOf(name) === at)
    .map((name) => `${source} has no column ${name}.`);
  const different = Object.entries(table.columns).flatMap(([name, described]) => {
    const [type, column] = [readType(described), found.get(name)];
    if (!column || castTo(type, column) !== undefined) return [];
    return [`${source}.${name} is ${column.type}, and the stage's file says ${type}.`];
  });
  return [...missing, ...different];
}
