import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Lists the Lambda entries below a folder: files that export `handler`, as paths without the extension. */
export async function findEntries(folder: string): Promise<string[]> {
  const entries: string[] = [];
  for await (const file of glob("**/*.ts", { cwd: folder })) {
    const source = await readFile(join(folder, file), "utf8");
    if (/^export const handler\b/m.test(source)) entries.push(file.replace(/\.ts$/, ""));
  }
  return entries.sort();
}
