// The old system's key: from the environment or an .env file, never from the command line, where other users of the machine see it.
import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import type { OldKey } from "./open-token.ts";
import type { Surface } from "./surfaces.ts";

/**
 * @param file an .env file; the environment unless given
 * @returns undefined where the key is not set
 * @throws Error in one sentence for a file that cannot be read, or a value that cannot be the key
 */
export async function readOldKey(
  { keyVariable, deriveKey }: Surface,
  file: string | undefined,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<OldKey | undefined> {
  const lines = file === undefined ? env : parseEnv(await readLines(file));
  const value = lines[keyVariable];
  return value ? { value, key: deriveKey(value) } : undefined;
}

async function readLines(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Error(`The file ${file} cannot be read.`, { cause });
  }
}
