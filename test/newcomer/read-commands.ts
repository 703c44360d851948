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

/** The commands of a section's steps, in their order: code that begins with one of the tools that an operator types. */
export async function readSteps(guide: string, section: string): Promise<string[]> {
  const [, after = ""] = (await readFile(guide, "utf8")).split(`\n## ${section}\n`);
  const [steps = ""] = after.split("\n## ");
  return [...steps.matchAll(/`((?:npm|git) [^`]+)`/g)].map(([, command = ""]) => command);
}
