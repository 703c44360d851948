import { callParser, type Parser } from "./parser.ts";
import { GuardRefusal } from "./refusal.ts";

interface Token {
  /** Bytes of UTF-8. */
  readonly start: number;
  readonly end: number;
  readonly tokenType: number;
}

/** SQL_COMMENT and C_COMMENT of libpg_query's protobuf/pg_query.proto. */
const commentTypes = new Set([275, 276]);

/**
 * Puts a space in the place of each comment. libpg_query does not look behind a comment where PostgreSQL does, as in
 * `NOT /* *\/ IN`: without comments both read the same statement.
 * @throws GuardRefusal `syntax` or `depth`
 */
export async function removeComments(sql: string): Promise<string> {
  if (!sql.includes("--") && !sql.includes("/*")) return sql;
  const bytes = Buffer.from(sql);
  const comments = (await callParser(sql, scanText)).filter(({ tokenType }) => commentTypes.has(tokenType));
  let kept = "";
  let at = 0;
  for (const { start, end } of comments) {
    kept += `${bytes.subarray(at, start)} `;
    at = end;
  }
  return kept + bytes.subarray(at).toString();
}

function scanText(parser: Parser, text: number): readonly Token[] {
  const scanned = parser._wasm_scan(text);
  try {
    const json = parser.UTF8ToString(scanned);
    // Anything else is a message. Texts of tokens stand in it with their control characters as they are.
    if (!json.startsWith("{")) throw new GuardRefusal("syntax");
    return JSON.parse(json.replace(/\p{Cc}/gu, escapeControl)).tokens ?? [];
  } finally {
    parser._wasm_free_string(scanned);
  }
}

const escapeControl = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
