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

export interface Counted {
  readonly passed: number;
  readonly failed: number;
  /** What failed and why, a text for each. */
  readonly failures: readonly string[];
}

/**
 * Counts a run from vitest's JSON report. A file that failed before its first test counts as one failure,
 * and so does a run that failed without any failed test: a broken set-up must not read "0 failed", and says why in `lastWords`.
 */
export async function count(file: string, exitCode: number, lastWords = ""): Promise<Counted> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return broken(`There is no report at ${file}.`, 0, lastWords);
  const { numPassedTests, numFailedTests, testResults } = report.parse(JSON.parse(text));
  const failures = testResults.flatMap(failuresOf);
  const failed = numFailedTests + testResults.filter(isBroken).length;
  if (exitCode === 0 || failed > 0) return { passed: numPassedTests, failed, failures };
  return broken(`vitest ended with ${exitCode}, though no test failed: ${file}`, numPassedTests, lastWords);
}

/** Its last words are kept whole: which of them is the reason, nobody knows. */
const broken = (what: string, passed: number, lastWords: string): Counted => ({
  passed,
  failed: 1,
  failures: [told(what, lastWords, Number.POSITIVE_INFINITY)],
});

const hasFailed = ({ status }: { readonly status: string }): boolean => status === "failed";

const isBroken = (file: TestFile): boolean => hasFailed(file) && !file.assertionResults.some(hasFailed);

function failuresOf(file: TestFile): string[] {
  const name = relative(process.cwd(), file.name);
  if (isBroken(file)) return [told(name, file.message ?? "")];
  return file.assertionResults
    .filter(hasFailed)
    .map(({ fullName, failureMessages }) => told(`${name} > ${fullName}`, (failureMessages ?? []).join("\n")));
}

/** As many lines as say what was expected and where. */
const mostLines = 25;

function told(name: string, reason: string, most = mostLines): string {
  const lines = stripVTControlCharacters(reason).trim().split("\n").filter(Boolean).slice(0, most);
  return [name, ...lines.map((line) => `    ${line}`)].join("\n");
}
