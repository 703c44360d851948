// Finds the slowest test files of a run in vitest's JSON reports.
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import * as z from "zod";
import { formatSeconds } from "../../infra/local/progress.ts";

export interface Phase {
  readonly name: string;
  /** vitest's JSON report. */
  readonly results: string;
  /** Duration, including the cloud's start and stop. */
  readonly ms: number;
}

const report = z.object({
  testResults: z.array(z.object({ name: z.string(), startTime: z.number(), endTime: z.number() })),
});

/**
 * Describes the slowest files of all phases and each phase's share of the run; the shares of parallel phases overlap.
 * @param runMs how long the whole run took
 */
export async function describeSlowest(phases: readonly Phase[], runMs: number, max = 10): Promise<string> {
  const files = (await Promise.all(phases.map(readFileDurations))).flat().sort((a, b) => b.ms - a.ms);
  if (files.length === 0) return "";
  const shares = phases.map(({ name, ms }) => `${name} ${formatSeconds(ms)} (${Math.round((100 * ms) / runMs)} %)`);
  const slowest = files.slice(0, max).map(({ name, ms }) => `${formatSeconds(ms).padStart(9)}  ${name}`);
  return [`Of ${formatSeconds(runMs)}: ${shares.join(", ")}. The slowest files:`, ...slowest].join("\n");
}

/** How long each test file took; empty for a phase without a report, which count.ts counts as failed. */
export async function readFileDurations({ results }: Pick<Phase, "results">): Promise<{ name: string; ms: number }[]> {
  const text = await readFile(results, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const { testResults } = report.parse(JSON.parse(text));
  return testResults.map(({ name, startTime, endTime }) => ({
    name: relative(process.cwd(), name),
    ms: Math.max(0, endTime - startTime),
  }));
}
