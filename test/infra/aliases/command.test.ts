import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = async (...words: string[]) => {
  const { PATCHBAY_STAGE: _, ...env } = process.env;
  const node = promisify(execFile)(process.execPath, ["infra/commands/aliases.ts", ...words], { env });
  return node.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }) => ({ code, said: stderr }),
  );
};

test("says how it is used", async () => {
  expect((await run("--help")).said).toContain("Usage: npm run aliases -- --stage <name>");
});

test.each([
  [[], "Which stage? npm run aliases -- --stage dev\n"],
  [["--stage", "dev"], 'The stage "dev" has no aliases: write some into its file in infra/stages.\n'],
  [["--stage", "nowhere"], /^There is no stage "nowhere": [^\n]*\n$/],
  [["--stage", "dev", "--for", "apache"], 'Nothing is written for "apache": --for is cloudfront or nginx.\n'],
])("refuses %j in one sentence", async (words, sentence) => {
  const { code, said } = await run(...words);
  expect(code).toBe(1);
  expect(said).toMatch(sentence);
});
