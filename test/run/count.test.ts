import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { count } from "../support/count.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "patchbay-count-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function counted(report: object | undefined, exitCode: number) {
  const file = join(directory, "results.json");
  if (report) await writeFile(file, JSON.stringify(report));
  return count(file, exitCode);
}
const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

test("counts passed and failed tests", async () => {
  const testResults = [file("passed", "passed"), file("failed", "passed", "failed")];
  const report = { numPassedTests: 2, numFailedTests: 1, testResults };
  expect(await counted(report, 1)).toEqual({ passed: 2, failed: 1 });
});

test("counts a file that failed before its first test", async () => {
  const report = { numPassedTests: 1, numFailedTests: 0, testResults: [file("passed", "passed"), file("failed")] };
  expect(await counted(report, 1)).toEqual({ passed: 1, failed: 1 });
});

test("never calls a failed run free of failures", async () => {
  const report = { numPassedTests: 5, numFailedTests: 0, testResults: [file("passed", "passed")] };
  expect(await counted(report, 1)).toEqual({ passed: 5, failed: 1 });
});

test("counts a run that left no report as one failure", async () => {
  expect(await counted(undefined, 0)).toEqual({ passed: 0, failed: 1 });
});
