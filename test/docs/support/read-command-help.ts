// What a command of package.json says about its flags, read from its source: starting each would load the CDK again and again.
import { readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";

/** How far imports are followed: a command takes its flags from its own module, or from one that it shares with others. */
const maxDepth = 2;

/** The text of a module and of what it imports from this repository. */
async function readSource(file: string, depth = 0): Promise<string> {
  const text = await readFile(file, "utf8");
  if (depth === maxDepth) return text;
  const imported = [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, path = ""]) => normalize(join(dirname(file), path)));
  return [text, ...(await Promise.all(imported.map((path) => readSource(path, depth + 1))))].join("\n");
}

/** @param script of package.json @returns undefined for what is no command of ours */
export async function readCommandSource(script: string): Promise<string | undefined> {
  const [, file] = /^node (\S+\.ts)/.exec(script) ?? [];
  return file === undefined ? undefined : readSource(file);
}
