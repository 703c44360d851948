import type { Answer } from "../api/answer.ts";

/** Spreadsheets run a text that begins so as a formula: owasp.org/www-community/attacks/CSV_Injection */
const formulaStart = /^[=+\-@\t\r]/;
const plainNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const mustBeQuoted = /[",\r\n]/;

/** Tells Excel that the file is UTF-8; other programs skip it. */
const byteOrderMark = "\ufeff";

/** The answer as CSV (RFC 4180), with the values as the database wrote them, but for texts that a spreadsheet would run. */
export function toCsv({ columns, rows }: Answer): string {
  const names = columns.map(({ name }) => name);
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return byteOrderMark + lines.map((line) => `${line.map(writeCell).join(",")}\r\n`).join("");
}

function writeCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const safe = formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return mustBeQuoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
