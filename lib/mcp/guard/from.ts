// What stands after FROM, once its names are resolved.
import { GuardRefusal } from "./refusal.ts";
import { type Relation, renameColumns } from "./scope.ts";
import { asFields } from "./tree.ts";

/** The relations that can be named, and the columns that `*` stands for. */
export interface From {
  readonly relations: readonly Relation[];
  readonly columns: readonly string[];
}

/** PostgreSQL answers no more: MaxTupleAttributeNumber of src/include/access/htup_details.h. */
export const maxColumns = 1664;
/** Of one FROM. A planner's work grows faster than their number. */
const maxRelations = 50;

/**
 * Puts two of them side by side.
 * @throws GuardRefusal `length`: queries that take each other twice would double their columns without end
 */
export function joinFrom(left: From, right: From): From {
  const relations = [...left.relations, ...right.relations];
  if (relations.length > maxRelations || left.columns.length + right.columns.length > maxColumns) {
    throw new GuardRefusal("length");
  }
  return { relations, columns: [...left.columns, ...right.columns] };
}

/** @param alias the fields of an Alias, which may give names to the first columns too */
export function nameRelation(columns: readonly string[], alias: unknown, ownName?: string): From {
  const { aliasname, colnames } = asFields(alias);
  const renamed = renameColumns(columns, colnames);
  const name = typeof aliasname === "string" ? aliasname : ownName;
  return { relations: [{ name, columns: renamed, known: new Set(renamed) }], columns: renamed };
}
