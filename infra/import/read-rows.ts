// Reads the rows of an export: CSV with a header, or JSON lines.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type CsvError, parse } from "csv-parse";
import type { RawRow } from "./columns.ts";
import { RowRefusal } from "./row-refusal.ts";

/** `line` is that on which the row ends, the header being on the first; a CRLF inside a value counts twice. */
export type FileRow =
  | { readonly line: number; readonly values: RawRow; readonly refusal?: undefined }
  | { readonly line: number; readonly refusal: RowRefusal };

const maxRowBytes = 1024 * 1024;

/** @throws Error in one sentence for a file that cannot be read, or is neither */
export async function* readRows(file: string): AsyncGenerator<FileRow> {
  const first = await readFirstCharacter(file);
  if (first === "[") throw new Error(`${file} is one JSON array: write an object on each line instead.`);
  yield* first === "{" ? readJsonLines(file) : readCsv(file);
}

async function readFirstCharacter(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
      return buffer
        .toString("utf8", 0, bytesRead)
        .replace(/^\uFEFF/, "")
        .trimStart()[0];
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new Error(`The file ${file} cannot be read.`, { cause });
  }
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function* readCsv(file: string): AsyncGenerator<FileRow> {
  const broken: FileRow[] = [];
  const records = createReadStream(file).pipe(
    parse({
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: maxRowBytes,
      on_skip: (error) => void broken.push({ line: readLine(error), refusal: new RowRefusal("unreadable") }),
    }),
  );
  let headers: readonly string[] | undefined;
  for await (const { record, info } of records as AsyncIterable<ParsedRecord>) {
    yield* broken.splice(0);
    if (headers === undefined) headers = record;
    else yield toFileRow(headers, record, info.lines);
  }
  yield* broken.splice(0);
}

const readLine = (error: CsvError | undefined): number => Number(error?.lines ?? 0);

function toFileRow(headers: readonly string[], record: readonly string[], line: number): FileRow {
  if (record.length !== headers.length) return { line, refusal: new RowRefusal("unreadable") };
  const pairs = headers.map((header, index) => [header, record[index] ?? ""] as const);
  return { line, values: new Map(pairs.filter(([, value]) => value !== "")) };
}

async function* readJsonLines(file: string): AsyncGenerator<FileRow> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    const json = text.replace(/^\uFEFF/, "").trim();
    if (json !== "") yield parseJsonRow(json, line);
  }
}

function parseJsonRow(json: string, line: number): FileRow {
  try {
    const parsed: unknown = json.length > maxRowBytes ? undefined : JSON.parse(json);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new RowRefusal("unreadable");
    return { line, values: readMembers(parsed) };
  } catch (error) {
    return { line, refusal: error instanceof RowRefusal ? error : new RowRefusal("unreadable") };
  }
}

/** The members of an object as text. */
export function readMembers(object: object, prefix = ""): RawRow {
  const pairs = Object.entries(object).flatMap(([name, value]): [string, string][] => {
    const text = toText(value, name);
    return text === undefined || text === "" ? [] : [[`${prefix}${name}`, text]];
  });
  return new Map(pairs);
}

/** @throws RowRefusal number_inexact for a number that JSON cannot carry: it would be another id */
function toText(value: unknown, name: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new RowRefusal("number_inexact", name);
  return typeof value === "object" ? (readInstant(value) ?? JSON.stringify(value)) : String(value);
}

/** A time as Firestore exports it: `{_seconds, _nanoseconds}`. */
function readInstant(value: object): string | undefined {
  const { _seconds, seconds = _seconds } = value as { _seconds?: unknown; seconds?: unknown };
  return typeof seconds === "number" ? String(seconds) : undefined;
}
