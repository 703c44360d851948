import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const repository = resolve(import.meta.dirname, "../..");

export interface SourceFile {
  /** Relative to the repository: lib/errors.ts */
  readonly path: string;
  readonly text: string;
}

/** Files that git tracks or would add, and whose path matches. */
export async function sourceFiles(pattern: RegExp): Promise<SourceFile[]> {
  const listed = await promisify(execFile)("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
  });
  const paths = listed.stdout.split("\n").filter((path) => pattern.test(path) && existsSync(join(repository, path)));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(repository, path), "utf8") })));
}
