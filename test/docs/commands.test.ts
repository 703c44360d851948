// Commands that documents name exist, and have the flags that documents give them.
import { glob, readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { describe, expect, it } from "vitest";
import { parsePushRequest, pushHelp, pushOptions } from "../../infra/local/sandbox/push/command.ts";
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

/** A command's words as a shell reads them, without those in brackets that stand for something to fill in. */
const splitWords = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

it("pushes only events that the sandbox providers have", () => {
  const found = documents.flatMap(({ text }) => [...text.matchAll(/npm run sandbox -- push ([^`\n]+)/g)]);
  const pushed = found.map(([, words = ""]) => words).filter((words) => !/^(…|--help)/.test(words));
  expect(pushed.length).toBeGreaterThan(1);
  for (const words of pushed) {
    const { positionals, values } = parseArgs({
      args: splitWords(words),
      options: pushOptions,
      allowPositionals: true,
    });
    expect.soft(() => parsePushRequest(positionals, values), words).not.toThrow();
  }
});

it("chooses tests that there are", async () => {
  const files: string[] = [];
  for await (const file of glob("test/**/*.test.ts")) files.push(file);
  const chosen = documents.flatMap(({ text }) =>
    [...text.matchAll(/npm test -- ([a-z][^`\s]*)/g)].map(([, word = ""]) => word),
  );
  // What changes guards is no folder of tests: test/run/mutants.ts takes the word.
  const unknown = chosen.filter((word) => word !== "mutants" && !files.some((file) => file.includes(word)));
  expect(chosen.length).toBeGreaterThan(4);
  expect(unknown).toEqual([]);
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
