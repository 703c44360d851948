// The grammar of PostgreSQL 18 itself, compiled to WASM.
import { findParserFile } from "./parser-file.ts";
import { GuardRefusal } from "./refusal.ts";

/** What is used of the compiled module. Addresses are in its own memory. */
export interface Parser {
  _malloc(bytes: number): number;
  _free(address: number): void;
  _wasm_parse_query_raw(text: number): number;
  _wasm_free_parse_result(result: number): void;
  _wasm_scan(text: number): number;
  _wasm_free_string(text: number): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, address: number, maxBytes: number): void;
  UTF8ToString(address: number): string;
  getValue(address: number, type: "i32"): number;
}

let parser: Promise<Parser> | undefined;

/**
 * Calls the parser, which is loaded by the first call: that takes some 30 ms.
 * @param work gets the address of the text
 * @throws GuardRefusal what `work` throws, or `depth` where the parser's stack did not suffice
 */
export async function callParser<T>(sql: string, work: (parser: Parser, text: number) => T): Promise<T> {
  parser ??= loadParser();
  const loaded = await parser.catch((error) => {
    parser = undefined;
    throw error;
  });
  try {
    return callWithText(loaded, sql, work);
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

function callWithText<T>(parser: Parser, sql: string, work: (parser: Parser, text: number) => T): T {
  const bytes = parser.lengthBytesUTF8(sql) + 1;
  const text = parser._malloc(bytes);
  try {
    parser.stringToUTF8(sql, text, bytes);
    return work(parser, text);
  } finally {
    parser._free(text);
  }
}
