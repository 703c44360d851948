// What became of each row, so that a run that was stopped goes on where it was. It holds line numbers and words, never a token.
import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ImportOutcome, ImportRefusal } from "../../lib/connections/import-outcome.ts";
import type { RowReason } from "./row-refusal.ts";

export type RowResult = ImportOutcome["result"] | "failed";

export interface RowEntry {
  readonly line: number;
  readonly result: RowResult;
  readonly reason?: ImportRefusal | RowReason | undefined;
  readonly detail?: string | undefined;
}

export interface ProgressFile {
  readonly path: string;
  /** Rows of earlier runs that are settled; the others are tried again. */
  readonly settled: ReadonlyMap<number, RowEntry>;
  append(entries: readonly RowEntry[]): Promise<void>;
}

/** @param identity what makes it the same import: the file's hash, stage, surface and whose the rows are */
export async function openProgressFile(directory: string, identity: readonly string[]): Promise<ProgressFile> {
  const name = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
  const path = join(directory, `${name}.jsonl`);
  const settled = new Map((await readEntries(path)).filter(isSettled).map((entry) => [entry.line, entry]));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return {
    path,
    settled,
    append: (entries) =>
      appendFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""), { mode: 0o600 }),
  };
}

const isSettled = ({ result }: RowEntry): boolean => result !== "refused" && result !== "failed";

async function readEntries(path: string): Promise<RowEntry[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new Error(`The progress file ${path} cannot be read.`, { cause: error });
  });
  return text.split("\n").flatMap(parseEntry);
}

/** The last line may be half a one, if the process was killed while it wrote. */
function parseEntry(line: string): RowEntry[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
