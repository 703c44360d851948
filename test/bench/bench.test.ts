import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const bench = (...options: string[]) => run(process.execPath, [join(import.meta.dirname, "run.ts"), ...options]);

test("compares every contender, each of whose answers is right", async () => {
  const small = ["--seconds", "0.02", "--rounds", "2", "--warm-up", "20", "--case", "1 kB"];
  const { stdout } = await bench("ack", ...small);
  expect(stdout.match(/theirs \/ ours +median × \d+\.\d\d +p99 × \d+\.\d\d/g)).toHaveLength(5);
  expect(stdout).toMatch(/@slack\/bolt \d+\.\d+\.\d+, @octokit\/webhooks \d+/);
});

test("says how it is used", async () => {
  await expect(bench("nothing")).rejects.toMatchObject({ stderr: expect.stringContaining("npm run bench -- ack") });
});
