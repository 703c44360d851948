// The guard before the database: only what is on a list passes. The role that runs the statement must hold without it.
import type { Tables } from "../settings.ts";
import { checkNodes } from "./check-nodes.ts";
import { checkText } from "./check-text.ts";
import { parseSql, type RawStatement } from "./parse-sql.ts";
import { GuardRefusal } from "./refusal.ts";
import { removeComments } from "./remove-comments.ts";
import { resolveSelect } from "./resolve-select.ts";
import { openNode } from "./tree.ts";

/**
 * Checks that a text is one SELECT that reads nothing but the given tables and calls nothing but listed functions.
 * The database must read it with `standard_conforming_strings = on` and `search_path = patchbay_views, pg_catalog`.
 * @returns the statement as it was written, without its comments, and without the white space and the semicolon around it
 * @throws GuardRefusal
 */
export async function guardSql(sql: string, tables: Tables): Promise<string> {
  checkText(sql);
  const text = await removeComments(sql);
  const [statement, second] = await parseSql(text);
  if (!statement || second) throw new GuardRefusal("statements");
  const [kind, select] = openNode(statement.stmt);
  if (kind !== "SelectStmt") throw new GuardRefusal("statement", kind);
  checkNodes(statement.stmt);
  resolveSelect(select, { tables, ctes: new Map(), outer: undefined });
  return cutStatement(text, statement);
}

/** The parser counts bytes of UTF-8, and gives no length where no semicolon follows. Only PostgreSQL's white space is trimmed. */
function cutStatement(sql: string, { stmt_location: start = 0, stmt_len: length }: RawStatement): string {
  const bytes = Buffer.from(sql).subarray(start, length ? start + length : undefined);
  return bytes.toString().replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, "");
}
