// The grammar of PostgreSQL 18 itself, compiled to WASM.
import { findParserFile } from "./parser-file.ts";
import { GuardRefusal } from "./refusal.ts";

/** A statement as libpg_query writes it; places and lengths are bytes of UTF-8, and left out where they are zero. */
export interface RawStatement {
  readonly stmt: unknown;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

/** What is used of the compiled module. */
interface Parser {
  _malloc(bytes: number): number;
  _free(address: number): void;
  _wasm_parse_query_raw(text: number): number;
  _wasm_free_parse_result(result: number): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, address: number, maxBytes: number): void;
  UTF8ToString(address: number): string;
  getValue(address: number, type: "i32"): number;
}

let parser: Promise<Parser> | undefined;

/**
 * The statements of a text. The parser is loaded by the first call, which takes some 30 ms.
 * @param sql without NUL, and of bounded length and depth
 * @throws GuardRefusal `syntax`, or `depth` where the parser's stack did not suffice
 */
export async function parseSql(sql: string): Promise<readonly RawStatement[]> {
  parser ??= loadParser();
  const loaded = await parser.catch((error) => {
    parser = undefined;
    throw error;
  });
  try {
    return parseWith(loaded, sql);
  } catch (error) {
    if (error instanceof GuardRefusal) throw error;
    // An exhausted stack leaves the module's memory in an unknown state: the next call gets a fresh one.
    parser = undefined;
    throw new GuardRefusal("depth", undefined, error);
  }
}

async function loadParser(): Promise<Parser> {
  const { default: createParser } = await import("libpg-query/wasm/libpg-query.js");
  return createParser({ locateFile: findParserFile });
}

/** As libpg-query's own `parse`, over the struct PgQueryParseResult: tree, messages, error. */
function parseWith(parser: Parser, sql: string): readonly RawStatement[] {
  const bytes = parser.lengthBytesUTF8(sql) + 1;
  const text = parser._malloc(bytes);
  parser.stringToUTF8(sql, text, bytes);
  const result = parser._wasm_parse_query_raw(text);
  try {
    const [tree = 0, error = 0] = [parser.getValue(result, "i32"), parser.getValue(result + 8, "i32")];
    if (error || !tree) throw new GuardRefusal("syntax");
    return JSON.parse(parser.UTF8ToString(tree)).stmts ?? [];
  } finally {
    parser._free(text);
    parser._wasm_free_parse_result(result);
  }
}
