// Rows of the database as an answer has them: objects by column, as many as fit.
import { serializeJson } from "../http/response.ts";
import type { Column, QueryRows } from "./database/port.ts";

export interface ShapedRows {
  readonly results: readonly Readonly<Record<string, unknown>>[];
  readonly columns: readonly Column[];
  /** Set where rows were left out. */
  readonly truncated?: true;
}

/**
 * Makes objects of rows. Columns with the same name are told apart by a number: `id`, `id_2`.
 * @param maxBytes of the results, as JSON inside the JSON of Lambda's response
 */
export function shapeRows({ columns, rows }: QueryRows, maxRows: number, maxBytes: number): ShapedRows {
  const named = nameColumns(columns);
  const results: Record<string, unknown>[] = [];
  let bytes = 0;
  for (const row of rows.slice(0, maxRows)) {
    const shaped = Object.fromEntries(named.map(({ name }, index) => [name, row[index] ?? null]));
    bytes += measureBytes(shaped);
    if (bytes > maxBytes) break;
    results.push(shaped);
  }
  return { results, columns: named, ...(results.length < rows.length ? { truncated: true } : {}) };
}

function nameColumns(columns: readonly Column[]): readonly Column[] {
  const taken = new Set(columns.map(({ name }) => name));
  const used = new Set<string>();
  return columns.map(({ name, type }) => {
    const unique = used.has(name) ? findFreeName(name, taken) : name;
    used.add(unique);
    taken.add(unique);
    return { name: unique, type };
  });
}

function findFreeName(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name}_${number}`)) number++;
  return `${name}_${number}`;
}

/** Quotes and backslashes take another byte in Lambda's response. What is nested too deep to be written does not fit. */
function measureBytes(value: unknown): number {
  const json = serializeJson(value);
  return json === undefined ? Number.POSITIVE_INFINITY : Buffer.byteLength(JSON.stringify(json));
}
