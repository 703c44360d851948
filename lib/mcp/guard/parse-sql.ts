import { callParser, type Parser } from "./parser.ts";
import { GuardRefusal } from "./refusal.ts";

/** A statement as libpg_query writes it; places and lengths are bytes of UTF-8, and left out where they are zero. */
export interface RawStatement {
  readonly stmt: unknown;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

/**
 * The statements of a text.
 * @param sql without NUL and comments, and of bounded length and depth
 * @throws GuardRefusal `syntax` or `depth`
 */
export const parseSql = (sql: string): Promise<readonly RawStatement[]> => callParser(sql, parseText);

/** As libpg-query's own `parse`, over the struct PgQueryParseResult: tree, messages, error. */
function parseText(parser: Parser, text: number): readonly RawStatement[] {
  const result = parser._wasm_parse_query_raw(text);
  try {
    const [tree, error] = [parser.getValue(result, "i32"), parser.getValue(result + 8, "i32")];
    if (error || !tree) throw new GuardRefusal("syntax");
    return JSON.parse(parser.UTF8ToString(tree)).stmts ?? [];
  } finally {
    parser._wasm_free_parse_result(result);
  }
}
