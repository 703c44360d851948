// The commands of a guide, as somebody copies them from it.
import { readFile } from "node:fs/promises";

/** The commands of the guide's first block of shell code, in their order and without their comments. */
export async function readCommands(guide: string): Promise<string[]> {
  const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(await readFile(guide, "utf8")) ?? [];
  return block
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}
