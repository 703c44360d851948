// Commands that documents name exist, and have the flags that documents give them.
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { pushHelp } from "../../infra/local/sandbox/push/command.ts";
import { readCommandSource } from "./support/read-command-help.ts";
import { readDocuments } from "./support/read-documents.ts";

const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as { scripts: Record<string, string> };
const documents = await readDocuments();

interface Named {
  readonly name: string;
  readonly flags: readonly string[];
}

/** The commands that a text names, up to where each ends: a backtick, a comment, a pipe or the end of the line. */
function listCommands(text: string): Named[] {
  const found = text.matchAll(/npm run (?:--silent )?([a-z][\w-]*)((?:(?! # | \| | && |[`\n)]).)*)/g);
  return [...found].map(([, name = "", rest = ""]) => ({
    name,
    flags: [...rest.matchAll(/ (--[a-z][a-z-]*)/g)].map(([, flag = ""]) => flag),
  }));
}

/** Every command has `--help`; what can be pushed to the sandbox is told by each of its providers. */
async function readHelp(name: string): Promise<string | undefined> {
  const source = await readCommandSource(scripts[name] ?? "");
  return source === undefined ? undefined : [source, "--help", ...(name === "sandbox" ? [pushHelp] : [])].join("\n");
}

describe.each(documents)("$file", ({ text }) => {
  const commands = listCommands(text);

  it("names only commands that package.json has", () => {
    expect(commands.map(({ name }) => name).filter((name) => !(name in scripts))).toEqual([]);
  });

  it("gives commands only flags that their help names", async () => {
    for (const { name, flags } of commands) {
      const source = await readHelp(name);
      const unknown = flags.filter((flag) => source !== undefined && !new RegExp(`${flag}(?![\\w-])`).test(source));
      expect.soft(unknown, name).toEqual([]);
    }
  });
});

it("finds commands in code and in sentences, and their flags", () => {
  const text =
    "`npm run nothing -- --bad` and\nnpm run --silent token -- ada) # npm run x\nnpm run a -- --one b --two # --three";
  expect(listCommands(text)).toEqual([
    { name: "nothing", flags: ["--bad"] },
    { name: "token", flags: [] },
    { name: "x", flags: [] },
    { name: "a", flags: ["--one", "--two"] },
  ]);
});

it("finds the flags of every command that has a help", async () => {
  for (const [name, flag] of [
    ["status", "--verify"],
    ["keys", "--tenant"],
    ["deploy", "--stage"],
    ["sandbox", "--from"],
  ] as const)
    expect.soft(await readHelp(name), name).toContain(flag);
});
