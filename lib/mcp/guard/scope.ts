// What names a part of a statement sees. PostgreSQL resolves them in the same way, from the inside out.
import type { Tables } from "../settings.ts";
import { GuardRefusal } from "./refusal.ts";
import { readNames } from "./tree.ts";

/** What stands after FROM, under the name that its columns may be qualified with. */
export interface Relation {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  /** Each name that a column can be called by, for finding it among thousands. */
  readonly known: ReadonlySet<string>;
}

export interface Scope {
  readonly relations: readonly Relation[];
  readonly outer: Scope | undefined;
}

/** What a query sees from outside. */
export interface Surroundings {
  readonly tables: Tables;
  /** The columns of each `WITH` query whose name is visible. */
  readonly ctes: ReadonlyMap<string, readonly string[]>;
  /** Of the query that it stands in, where it may use that one's rows. */
  readonly outer: Scope | undefined;
}

/**
 * The columns of a table or of a query of a WITH clause.
 * @throws GuardRefusal for any other name
 */
export function findColumns(name: string, isQualified: boolean, { tables, ctes }: Surroundings): readonly string[] {
  const query = isQualified ? undefined : ctes.get(name);
  if (query) return query;
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table) throw new GuardRefusal("relation", name);
  return Object.keys(table.columns);
}

/**
 * Checks that a name is a column. It could otherwise stand for a whole row, or for a call: `t.f` calls f where t has no such column.
 * @param names the column, or a relation and its column
 * @throws GuardRefusal
 */
export function resolveColumn(names: readonly string[], scope: Scope | undefined): void {
  const [first = "", column] = names;
  const isKnown =
    column === undefined ? hasColumn(first, scope) : (findRelation(first, scope)?.known.has(column) ?? false);
  if (!isKnown) throw new GuardRefusal("column", names.join("."));
}

function hasColumn(name: string, scope: Scope | undefined): boolean {
  if (!scope) return false;
  return scope.relations.some(({ known }) => known.has(name)) || hasColumn(name, scope.outer);
}

/** The nearest relation of this name. */
export function findRelation(name: string, scope: Scope | undefined): Relation | undefined {
  if (!scope) return undefined;
  return scope.relations.find((relation) => relation.name === name) ?? findRelation(name, scope.outer);
}

/** Names that an alias gives to the first columns. */
export const renameColumns = (columns: readonly string[], names: unknown): readonly string[] => {
  const given = readNames(names) ?? [];
  return [...given, ...columns.slice(given.length)];
};
