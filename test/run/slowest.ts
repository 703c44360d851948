// What took longest in a run, from vitest's reports.
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import * as z from "zod";
import { formatSeconds } from "../../infra/local/progress.ts";

export interface Phase {
  readonly name: string;
  /** vitest's JSON report. */
  readonly results: string;
  /** How long the phase took, with its cloud's start and end. */
  readonly ms: number;
}

const report = z.object({
  testResults: z.array(z.object({ name: z.string(), startTime: z.number(), endTime: z.number() })),
});

/**
 * The slowest files of all phases, and the share of each phase in the run; phases that ran side by side share the same time.
 * @param runMs how long the whole run took
 */
export async function describeSlowest(phases: readonly Phase[], runMs: number, most = 10): Promise<string> {
  const files = (await Promise.all(phases.map(timedFiles))).flat().sort((a, b) => b.ms - a.ms);
  if (files.length === 0) return "";
  const shares = phases.map(({ name, ms }) => `${name} ${formatSeconds(ms)} (${Math.round((100 * ms) / runMs)} %)`);
  const slowest = files.slice(0, most).map(({ name, ms }) => `${formatSeconds(ms).padStart(9)}  ${name}`);
  return [`Of ${formatSeconds(runMs)}: ${shares.join(", ")}. The slowest files:`, ...slowest].join("\n");
}

/** A phase that left no report is counted as failed elsewhere. */
async function timedFiles({ results }: Phase): Promise<{ name: string; ms: number }[]> {
  const text = await readFile(results, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const { testResults } = report.parse(JSON.parse(text));
  return testResults.map(({ name, startTime, endTime }) => ({
    name: relative(process.cwd(), name),
    ms: Math.max(0, endTime - startTime),
  }));
}
