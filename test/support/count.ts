import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

const test = z.object({
  status: z.string(),
  fullName: z.string(),
  failureMessages: z.array(z.string()).nullish(),
});

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), message: z.string().nullish(), assertionResults: z.array(test) }),
  ),
});
type TestFile = z.infer<typeof report>["testResults"][number];

export interface RunCount {
  readonly passed: number;
  readonly failed: number;
  /** The name and reason of each failure. */
  readonly failures: readonly string[];
}

/**
 * Counts a run from vitest's JSON report. A file that failed before its first test counts as one failure,
 * and so does a run that failed without any failed test: a broken set-up must not read "0 failed". `lastWords` is the end of its error output.
 */
export async function countRun(file: string, exitCode: number, lastWords = ""): Promise<RunCount> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return brokenRun(`There is no report at ${file}.`, 0, lastWords);
  const { numPassedTests, numFailedTests, testResults } = report.parse(JSON.parse(text));
  const failures = testResults.flatMap(listFailures);
  const failed = numFailedTests + testResults.filter(isBroken).length;
  if (exitCode === 0 || failed > 0) return { passed: numPassedTests, failed, failures };
  return brokenRun(`vitest ended with ${exitCode}, though no test failed: ${file}`, numPassedTests, lastWords);
}

/** The error output is not shortened: any line of it may be the reason. */
const brokenRun = (what: string, passed: number, lastWords: string): RunCount => ({
  passed,
  failed: 1,
  failures: [formatFailure(what, lastWords, Number.POSITIVE_INFINITY)],
});

const hasFailed = ({ status }: { readonly status: string }): boolean => status === "failed";

const isBroken = (file: TestFile): boolean => hasFailed(file) && !file.assertionResults.some(hasFailed);

function listFailures(file: TestFile): string[] {
  const name = relative(process.cwd(), file.name);
  if (isBroken(file)) return [formatFailure(name, file.message ?? "")];
  return file.assertionResults
    .filter(hasFailed)
    .map(({ fullName, failureMessages }) => formatFailure(`${name} > ${fullName}`, (failureMessages ?? []).join("\n")));
}

/** Enough lines for the expected value and the place. */
const maxLines = 25;

function formatFailure(name: string, reason: string, lineLimit = maxLines): string {
  const lines = stripVTControlCharacters(reason).trim().split("\n").filter(Boolean).slice(0, lineLimit);
  return [name, ...lines.map((line) => `    ${line}`)].join("\n");
}
