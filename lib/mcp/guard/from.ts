// What stands after FROM, once its names are resolved.
import { type Relation, renameColumns } from "./scope.ts";
import { asFields } from "./tree.ts";

/** The relations that can be named, and the columns that `*` stands for. */
export interface From {
  readonly relations: readonly Relation[];
  readonly columns: readonly string[];
}

/** Puts two of them side by side. */
export const joinFrom = (left: From, right: From): From => ({
  relations: [...left.relations, ...right.relations],
  columns: [...left.columns, ...right.columns],
});

/** @param alias the fields of an Alias, which may give names to the first columns too */
export function nameRelation(columns: readonly string[], alias: unknown, ownName?: string): From {
  const { aliasname, colnames } = asFields(alias);
  const renamed = renameColumns(columns, colnames);
  return {
    relations: [{ name: typeof aliasname === "string" ? aliasname : ownName, columns: renamed }],
    columns: renamed,
  };
}
