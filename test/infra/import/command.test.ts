// What the command refuses before it asks AWS for anything.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";
import { encryptForC, oldKeys } from "./support/old-schemes.ts";

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "import-command-"));
  file = join(directory, "rows.csv");
  const row = `ada,clio,${encryptForC("fake-token", oldKeys.c)}`;
  await writeFile(file, `user_id,provider,access_token\n${row}\n`);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Nothing listens there: a call to AWS would fail. */
const local = { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCommand("import", ["--stage", "test", "--file", file, ...words], { env: { ...local, ...env } });

test.each([
  ["no surface", [], /^Which old system\? --surface a, b or c\n$/],
  ["an unknown surface", ["--surface", "d"], /^"d" is no surface: write a, b or c\.\n$/],
  ["no tenant", ["--surface", "c"], /^Whose tenant\? --tenant <name> for all rows/],
  ["a tenant and a column", ["--surface", "c", "--tenant", "a", "--tenant-column", "b"], /^Either --tenant or/],
  [
    "an issuer that the stage does not have",
    ["--surface", "c", "--tenant", "a", "--issuer", "old"],
    /names no such issuer/,
  ],
  [
    "a field that does not exist",
    ["--surface", "c", "--tenant", "a", "--column", "x=y"],
    /^--column x=y: write <field>/,
  ],
  [
    "an .env file that is missing",
    ["--surface", "c", "--tenant", "a", "--from", "/nonexistent"],
    /cannot be read\.\n$/,
  ],
])("refuses %s in a sentence", async (_, words, sentence) => {
  const { code, stderr } = await run(words);
  expect(stderr).toMatch(sentence);
  expect([code, stderr.split("\n").length]).toEqual([1, 2]);
});

test.each([{}, { ENCRYPTION_KEY: "another" }])(
  "says in one sentence that the key does not open the rows: %j",
  async (env) => {
    const { code, stderr } = await run(["--surface", "c", "--tenant", "acme"], env);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The encrypted row does not open with ENCRYPTION_KEY: .*\n$/),
    ]);
  },
);

test("asks before it writes, and writes nothing where nobody can be asked", async () => {
  const { code, stderr } = await run(["--surface", "c", "--tenant", "acme"], { ENCRYPTION_KEY: oldKeys.c });
  expect([code, stderr]).toEqual([1, "Nobody can be asked here: add --yes. Nothing was changed.\n"]);
});

test("says what AWS refuses once for all rows, and which permissions it needs", async () => {
  const { code, stderr, stdout } = await run(["--surface", "c", "--tenant", "acme", "--yes"], {
    ENCRYPTION_KEY: oldKeys.c,
  });
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^AWS refused or failed for each of the last 1 rows .*docs\/moving-in\.md/),
  ]);
  expect(stdout).not.toContain("_aws");
});

test("takes a stage of the local cloud nowhere else", async () => {
  const { code, stderr } = await run(["--surface", "c"], { AWS_ENDPOINT_URL: "" });
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^The stage "test" is the local cloud's: set AWS_ENDPOINT_URL/),
  ]);
});
