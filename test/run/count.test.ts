import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countRun } from "../support/count.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "patchbay-count-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function countReport(report: object | undefined, exitCode: number, lastWords?: string) {
  const file = join(directory, "results.json");
  if (report) await writeFile(file, JSON.stringify(report));
  return countRun(file, exitCode, lastWords);
}

const file = (status: string, ...tests: string[]) => ({
  name: join(process.cwd(), "test/one.test.ts"),
  status,
  message: "",
  assertionResults: tests.map((one, at) => ({
    status: one,
    fullName: `number ${at + 1}`,
    failureMessages: [] as string[],
  })),
});

test("counts passed and failed tests", async () => {
  const testResults = [file("passed", "passed"), file("failed", "passed", "failed")];
  const report = { numPassedTests: 2, numFailedTests: 1, testResults };
  expect(await countReport(report, 1)).toMatchObject({ passed: 2, failed: 1 });
});

test("lists what failed, and why", async () => {
  const failed = file("failed", "passed", "failed");
  failed.assertionResults[1]?.failureMessages.push("\u001b[31mexpected 1 to be 2\u001b[39m\n  at one.test.ts:3");
  const broken = { ...file("failed"), message: "no such module" };
  const report = { numPassedTests: 1, numFailedTests: 1, testResults: [failed, broken] };
  expect(await countReport(report, 1)).toEqual({
    passed: 1,
    failed: 2,
    failures: [
      "test/one.test.ts > number 2\n    expected 1 to be 2\n      at one.test.ts:3",
      "test/one.test.ts\n    no such module",
    ],
  });
});

test("counts a file that failed before its first test", async () => {
  const report = { numPassedTests: 1, numFailedTests: 0, testResults: [file("passed", "passed"), file("failed")] };
  expect(await countReport(report, 1)).toMatchObject({ passed: 1, failed: 1 });
});

test("counts at least one failure in a run that failed", async () => {
  const report = { numPassedTests: 5, numFailedTests: 0, testResults: [file("passed", "passed")] };
  expect(await countReport(report, 1, "\u001b[31mRefusal: Port 5530 is already in use\u001b[39m\n")).toEqual({
    passed: 5,
    failed: 1,
    failures: [expect.stringMatching(/with 1, though no test failed: .+\n {4}Refusal: Port 5530 is already in use$/)],
  });
});

test("counts a run that left no report as one failure", async () => {
  expect(await countReport(undefined, 0)).toMatchObject({
    passed: 0,
    failed: 1,
    failures: [expect.stringContaining("no report")],
  });
});
