// Resolves the names of relations and columns of a tree whose nodes have been checked.

import { findRowColumns } from "./allowed-functions.ts";
import { openRowCall } from "./check-calls.ts";
import { type From, joinFrom, maxColumns, nameRelation } from "./from.ts";
import { nameOutput } from "./output-name.ts";
import { GuardRefusal } from "./refusal.ts";
import {
  findColumns,
  findRelation,
  type Relation,
  renameColumns,
  resolveColumn,
  type Scope,
  type Surroundings,
} from "./scope.ts";
import { asFields, asList, type Fields, openAs, openNode, readNames } from "./tree.ts";

/**
 * Resolves a query and all that is in it.
 * @param select the fields of a SelectStmt
 * @returns the names of its columns, in order
 * @throws GuardRefusal `relation` or `column` for a name that is not one of the tables, or of the statement's own
 */
export function resolveSelect(select: Fields, outside: Surroundings): readonly string[] {
  const inside = { ...outside, ctes: resolveWith(select.withClause, outside) };
  if (select.larg) return resolveCombined(select, inside);
  const values = asList(select.valuesLists);
  if (values.length > 0) return resolveValues(select, values, inside);
  const from = resolveFromList(select.fromClause, inside);
  const scope: Scope = { relations: from.relations, outer: inside.outer };
  const outputs = resolveTargets(select.targetList, from, scope, inside);
  for (const part of [select.whereClause, select.havingClause, select.windowClause]) {
    resolveExpressions(part, scope, inside);
  }
  resolveLimits(select, inside);
  for (const list of [select.groupClause, select.distinctClause, select.sortClause]) {
    for (const item of asList(list)) resolveSorted(item, outputs, scope, inside);
  }
  return outputs;
}

/** Each query of a WITH clause sees those before it. */
function resolveWith(clause: unknown, outside: Surroundings): Surroundings["ctes"] {
  const ctes = new Map(outside.ctes);
  for (const item of asList(asFields(clause).ctes)) {
    const { ctename, ctequery, aliascolnames } = openAs("CommonTableExpr", item) ?? {};
    const columns = resolveSelect(openAs("SelectStmt", ctequery) ?? {}, { ...outside, ctes: new Map(ctes) });
    ctes.set(String(ctename), renameColumns(columns, aliascolnames));
  }
  return ctes;
}

/** UNION and its kin: their ORDER BY sees the answer's columns alone. */
function resolveCombined(select: Fields, inside: Surroundings): readonly string[] {
  const outputs = resolveSelect(asFields(select.larg), inside);
  resolveSelect(asFields(select.rarg), inside);
  resolveLimits(select, inside);
  for (const item of asList(select.sortClause)) resolveSorted(item, outputs, undefined, inside);
  return outputs;
}

function resolveValues(select: Fields, rows: readonly unknown[], inside: Surroundings): readonly string[] {
  resolveExpressions(rows, inside.outer, inside);
  resolveLimits(select, inside);
  const outputs = asList(openAs("List", rows[0])?.items).map((_, index) => `column${index + 1}`);
  for (const item of asList(select.sortClause)) resolveSorted(item, outputs, undefined, inside);
  return outputs;
}

function resolveFromList(items: unknown, inside: Surroundings): From {
  let from: From = { relations: [], columns: [] };
  for (const item of asList(items)) {
    from = joinFrom(from, resolveFrom(item, from.relations, inside));
  }
  return from;
}

/**
 * @param item an item of a FROM clause
 * @param left the relations before it, which `LATERAL` and functions see
 * @throws GuardRefusal
 */
function resolveFrom(item: unknown, left: readonly Relation[], around: Surroundings): From {
  const [kind, fields] = openNode(item);
  if (kind === "JoinExpr") return resolveJoin(fields, left, around);
  const lateral: Scope = { relations: left, outer: around.outer };
  if (kind === "RangeSubselect") {
    const outer = fields.lateral ? lateral : around.outer;
    return nameRelation(resolveSelect(openAs("SelectStmt", fields.subquery) ?? {}, { ...around, outer }), fields.alias);
  }
  if (kind === "RangeFunction") return resolveFunction(fields, lateral, around);
  const table = String(fields.relname);
  return nameRelation(findColumns(table, fields.schemaname !== undefined, around), fields.alias, table);
}

function resolveJoin(join: Fields, left: readonly Relation[], around: Surroundings): From {
  const larg = resolveFrom(join.larg, left, around);
  const rarg = resolveFrom(join.rarg, [...left, ...larg.relations], around);
  const both = joinFrom(larg, rarg);
  resolveExpressions(join.quals, { relations: both.relations, outer: around.outer }, around);
  const right = new Set(rarg.columns);
  const shared = join.isNatural
    ? larg.columns.filter((column) => right.has(column))
    : (readNames(join.usingClause) ?? []);
  const merged = new Set(shared);
  const strange = shared.find((column) => !right.has(column) || !larg.columns.includes(column));
  if (strange !== undefined) throw new GuardRefusal("column", strange);
  const isOwn = (column: string) => !merged.has(column);
  return { ...both, columns: [...shared, ...larg.columns.filter(isOwn), ...rarg.columns.filter(isOwn)] };
}

/** The one column of a function goes by the function's alias; columns that it names itself keep theirs, beside it. */
function resolveFunction({ functions, alias, ordinality }: Fields, scope: Scope, around: Surroundings): From {
  const call = openRowCall(functions);
  resolveExpressions(call.call.args, scope, around);
  const named = asFields(alias).aliasname;
  const own = findRowColumns(call.name) ?? [];
  const columns = own.length > 0 ? own : [typeof named === "string" ? named : call.name];
  const from = nameRelation(ordinality ? [...columns, "ordinality"] : columns, alias, call.name);
  // PostgreSQL reads the alias of a function with one column as that column.
  const [relation] = from.relations;
  if (!relation || own.length !== 1 || relation.name === undefined) return from;
  return { ...from, relations: [{ ...relation, known: new Set([...relation.known, relation.name]) }] };
}

function resolveTargets(targets: unknown, from: From, scope: Scope, inside: Surroundings): readonly string[] {
  const outputs: string[] = [];
  for (const item of asList(targets)) {
    const target = openAs("ResTarget", item) ?? {};
    const parts = asList(openAs("ColumnRef", target.val)?.fields);
    if (openAs("A_Star", parts.at(-1))) {
      outputs.push(...expandStar(readNames(parts.slice(0, -1))?.[0], from, scope));
    } else {
      resolveExpressions(target.val, scope, inside);
      outputs.push(nameOutput(target));
    }
    if (outputs.length > maxColumns) throw new GuardRefusal("length");
  }
  return outputs;
}

function expandStar(name: string | undefined, from: From, scope: Scope): readonly string[] {
  if (name === undefined) return from.columns;
  const relation = findRelation(name, scope);
  if (!relation) throw new GuardRefusal("column", `${name}.*`);
  return relation.columns;
}

/** What limits an answer sees none of its rows. */
function resolveLimits({ limitCount, limitOffset }: Fields, inside: Surroundings): void {
  resolveExpressions([limitCount, limitOffset], inside.outer, inside);
}

/** What an answer is sorted or grouped by may be the name of one of its columns, where the name stands alone. */
function resolveSorted(
  item: unknown,
  outputs: readonly string[],
  scope: Scope | undefined,
  inside: Surroundings,
): void {
  const grouped = openAs("GroupingSet", item)?.content ?? openAs("RowExpr", item)?.args;
  if (grouped) {
    for (const part of asList(grouped)) resolveSorted(part, outputs, scope, inside);
    return;
  }
  const sorted = openAs("SortBy", item)?.node ?? item;
  const [name, second] = readNames(openAs("ColumnRef", sorted)?.fields) ?? [];
  if (name !== undefined && second === undefined && outputs.includes(name)) return;
  resolveExpressions(sorted, scope, inside);
}

/** Resolves each name in an expression, or in a list of them, and the queries within it. */
function resolveExpressions(value: unknown, scope: Scope | undefined, inside: Surroundings): void {
  if (Array.isArray(value)) {
    for (const item of value) resolveExpressions(item, scope, inside);
    return;
  }
  const column = openAs("ColumnRef", value);
  const query = openAs("SelectStmt", value);
  if (column) resolveColumn(readNames(column.fields) ?? [], scope);
  else if (query) resolveSelect(query, { ...inside, outer: scope });
  else for (const field of Object.values(asFields(value))) resolveExpressions(field, scope, inside);
}
