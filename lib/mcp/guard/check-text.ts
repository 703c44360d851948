import { GuardRefusal } from "./refusal.ts";

/** Characters, and bytes of UTF-8. The parser itself is not safe with megabytes. */
const maxLength = 20_000;
/** Of all that can make the statement's tree deeper. The parser's stack holds about 2,500 levels. */
const maxDeepeners = 1000;

/** Brackets, operators, and the words that take another expression or query on one of their sides. */
const deepener =
  /[([\-+*/<>=~!@#%^&|`?:]|\b(?:not|case|when|else|union|intersect|except|join|is|isnull|notnull|collate|at|like|ilike|similar|in|between|select|with|values|table|from|operator|any|all|some)\b/gi;

/**
 * Refuses what must not even reach the parser: a NUL ends its input silently, and depth exhausts its stack. Counts within
 * strings and comments too, because only the parser knows where those end.
 * @throws GuardRefusal
 */
export function checkText(sql: string): void {
  if (sql.length > maxLength || Buffer.byteLength(sql) > maxLength) throw new GuardRefusal("length");
  if (sql.includes("\0") || !sql.isWellFormed()) throw new GuardRefusal("bytes");
  if (sql.trim() === "") throw new GuardRefusal("statements");
  if ((sql.match(deepener)?.length ?? 0) > maxDeepeners) throw new GuardRefusal("depth");
}
