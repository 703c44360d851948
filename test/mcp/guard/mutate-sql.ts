// Writes a statement in other ways that PostgreSQL reads as the same: other letters, quotes, escapes, spaces and comments.
import { loadModule, scanSync } from "libpg-query";
import { fc } from "../../support/properties.ts";

await loadModule();

/** Answers a number from 0 to below `count`. */
export type Choose = (count: number) => number;

export interface Token {
  readonly text: string;
  readonly kind: "name" | "text" | "keyword" | "other";
}

/** Endless choices, the same for the same seed. */
export const choices: fc.Arbitrary<Choose> = fc.infiniteStream(fc.nat()).map((stream) => (count) => {
  const { value } = stream.next();
  return (value ?? 0) % count;
});

/** One of these statements, as it is and in another spelling. */
export const spellings = (
  statements: readonly string[],
): fc.Arbitrary<{ sql: string; spelled: string; choose: Choose }> =>
  fc
    .tuple(fc.constantFrom(...statements), choices)
    .map(([sql, choose]) => ({ sql, spelled: spell(sql, choose), choose }));

/** The tokens of a statement, without its comments. */
export function readTokens(sql: string): Token[] {
  const bytes = Buffer.from(sql);
  return scanSync(sql).tokens.flatMap(({ start, end, tokenType, keywordKind }): Token[] => {
    const text = bytes.subarray(start, end).toString();
    if (tokenType === 275 || tokenType === 276) return [];
    if (tokenType === 258) return [{ text, kind: "name" }];
    if (tokenType === 261) return [{ text, kind: "text" }];
    return [{ text, kind: keywordKind > 0 ? "keyword" : "other" }];
  });
}

export const spell = (sql: string, choose: Choose): string =>
  spellGap(choose) +
  readTokens(sql)
    .map((token) => spellToken(token, choose))
    .reduce((spelled, token) => spelled + spellGap(choose) + token) +
  spellGap(choose);

function spellGap(choose: Choose): string {
  const gaps = [" ", "\n", "\t ", " \f", "\r\n", " /* ; DROP TABLE users; */ ", "\n-- ' \" $$ ; SELECT pg_sleep(1)\n"];
  return gaps[choose(gaps.length + 3)] ?? (choose(9) === 0 ? " /* a /* nested; */ one -- */ " : " ");
}

function spellToken({ text, kind }: Token, choose: Choose): string {
  if (kind === "keyword") return spellCase(text, choose);
  if (kind === "name") return spellName(text, choose);
  return kind === "text" ? spellText(text, choose) : text;
}

const spellCase = (text: string, choose: Choose) =>
  [...text].map((letter) => (choose(2) === 0 ? letter.toUpperCase() : letter.toLowerCase())).join("");

/** Quoted, escaped, or in other letters where it is not quoted. */
function spellName(text: string, choose: Choose): string {
  if (/^U&/i.test(text)) return text;
  const isQuoted = text.startsWith('"');
  const name = isQuoted ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
  const way = choose(4);
  if (way === 0) return `"${name.replaceAll('"', '""')}"`;
  if (way === 1) return `U&"${escapeSome(name, choose).replaceAll('"', '""')}"`;
  return isQuoted ? text : spellCase(text, choose);
}

/** With escapes of Unicode or of C, or in dollars. */
function spellText(text: string, choose: Choose): string {
  if (!text.startsWith("'")) return text;
  const value = text.slice(1, -1).replaceAll("''", "'");
  const way = choose(5);
  if (way === 0) return `U&'${escapeSome(value, choose).replaceAll("'", "''")}'`;
  if (way === 1) return `E'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  if (way === 2) return `e'${[...value].map((letter) => `\\u${toHex(letter, 4)}`).join("")}'`;
  if (way === 3 && !value.includes("$")) return choose(2) === 0 ? `$$${value}$$` : `$tag_1$${value}$tag_1$`;
  return text;
}

const escapeSome = (value: string, choose: Choose) =>
  [...value]
    .map((letter) => {
      if (letter === "\\") return "\\\\";
      if (choose(3) > 0) return letter;
      return choose(2) === 0 ? `\\${toHex(letter, 4)}` : `\\+${toHex(letter, 6)}`;
    })
    .join("");

const toHex = (letter: string, digits: number) => (letter.codePointAt(0) ?? 0).toString(16).padStart(digits, "0");
