// The guard in a bundle as it is deployed: the parser's WASM must be found from any working directory, as in /var/task.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleLambdas } from "../../../infra/bundle.ts";

const run = promisify(execFile);

const guarding = `
import { guardSql } from "../../../lib/mcp/guard/guard-sql.ts";
export const handler = (sql: string) => guardSql(sql, { users: { columns: { id: { type: "integer" } } } });`;
const plain = `export const handler = async () => "no SQL";`;

/** Prints what the bundled handler answers to each statement, or the rule that refused it. */
const call = `
const { handler } = await import(process.argv[1]);
const answers = [];
for (const sql of process.argv.slice(2)) answers.push(await handler(sql).catch((error) => error.rule ?? String(error)));
console.log(JSON.stringify(answers));`;

let folder: string;

beforeAll(async () => {
  await mkdir(".local", { recursive: true });
  folder = await mkdtemp(".local/guard-");
  await mkdir(join(folder, "functions"));
  await writeFile(join(folder, "functions/guarding.ts"), guarding);
  await writeFile(join(folder, "functions/plain.ts"), plain);
  await bundleLambdas({ from: join(folder, "functions"), into: join(folder, "dist") });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("finds its parser beside the bundle, from another working directory", async () => {
  const bundle = resolve(folder, "dist/guarding/index.mjs");
  const statements = ["SELECT id FROM users;", "SELECT pg_sleep(1)", "SELEC", "DROP TABLE users"];
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", call, bundle, ...statements], {
    cwd: tmpdir(),
    env: {},
  });
  expect(JSON.parse(stdout)).toEqual(["SELECT id FROM users", "function", "syntax", "statement"]);
});

test("brings the parser only to bundles that call it", async () => {
  expect((await readdir(join(folder, "dist/guarding"))).sort()).toEqual(["index.mjs", "libpg-query.wasm"]);
  expect(await readdir(join(folder, "dist/plain"))).toEqual(["index.mjs"]);
});

test("adds little to the script of a bundle, because the grammar is in the WASM", async () => {
  expect((await stat(join(folder, "dist/guarding/index.mjs"))).size).toBeLessThan(90_000);
});
