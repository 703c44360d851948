// Cells as JSON has them, from the text that PostgreSQL writes. Numbers stay exact: what a double would round stays text.

import type { Column } from "./port.ts";

export const parseRows = (rows: readonly (readonly (string | null)[])[], columns: readonly Column[]): unknown[][] =>
  rows.map((row) => row.map((cell, index) => parseCell(cell, columns[index]?.type ?? "")));

/** @param type PostgreSQL's name, such as `int4`; other types stay text */
export function parseCell(text: string | null, type: string): unknown {
  if (text === null) return null;
  return parsers.get(type)?.(text) ?? text;
}

const parseDouble = (text: string): number | string => {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};

function parseInteger(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** `3.50` → 3.5; `0.1234567890123456789` stays text. A double keeps any 15 digits, and whole numbers up to 2^53. */
function parseNumeric(text: string): number | string {
  if (!/^-?\d+(\.\d+)?$/.test(text) || text.length > 300) return text;
  const significant = text.replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
  if (significant.length <= 15) return Number(text);
  return text.includes(".") ? text : parseInteger(text);
}

/** `2026-11-30 12:00:00.5+00` → `2026-11-30T12:00:00.5Z`; `infinity` and years before Christ stay as they are. */
const parseTime = (text: string): string => text.replace(/^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/, "$1T$2");
const parseUtcTime = (text: string): string =>
  text.replace(/^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00)?$/, "$1T$2Z");

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const parsers: ReadonlyMap<string, (text: string) => unknown> = new Map<string, (text: string) => unknown>([
  ["bool", (text) => text === "t" || text === "true"],
  ["int2", parseInteger],
  ["int4", parseInteger],
  ["int8", parseInteger],
  ["oid", parseInteger],
  ["float4", parseDouble],
  ["float8", parseDouble],
  ["numeric", parseNumeric],
  ["timestamp", parseTime],
  ["timestamptz", parseUtcTime],
  ["json", parseJson],
  ["jsonb", parseJson],
]);
