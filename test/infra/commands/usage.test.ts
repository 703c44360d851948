import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";

const commands = (await readdir("infra/commands")).flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? []).sort();
const { scripts } = JSON.parse(await readFile("package.json", "utf8"));

test("finds the commands of operators", () => {
  expect(commands).toEqual(expect.arrayContaining(["deploy", "diff", "init", "secrets", "status"]));
});

test.each(commands)("npm run %s is a script", (command) => {
  expect(scripts[command]).toBe(`node infra/commands/${command}.ts`);
});

test.each(commands)("%s answers --help with how it is used", async (command) => {
  const { code, stdout, stderr } = await runCommand(command, ["--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(new RegExp(`^Usage: npm run ${command} -- `));
  for (const option of ["--stage", "--help"]) expect(stdout).toContain(`\n  ${option} `);
});

test.each(commands)("%s refuses an unknown option in one sentence", async (command) => {
  const { code, stdout, stderr } = await runCommand(command, ["--frobnicate"]);
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: "",
    stderr: "Unknown option '--frobnicate': --help says what there is.\n",
  });
});
