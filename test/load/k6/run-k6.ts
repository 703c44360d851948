// The mix by k6, a second opinion about Artillery's figures.
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import * as z from "zod";
import { runChild, startChild } from "../../../infra/local/child.ts";
import { createRefusal } from "../../../infra/local/command-refusal.ts";
import { localDirectory, nodeSearchPath } from "../../../infra/local/directories.ts";
import { readCallers } from "../mix/callers.ts";
import { createPhaseSampler } from "../mix/cpu.ts";
import type { Phase } from "../mix/phases.ts";
import type { LoadResult, PhaseResult } from "../mix/result.ts";
import type { MixRun } from "../mix/run-artillery.ts";
import { describeRun, meetsTargets } from "../mix/verdict.ts";
import { compareRuns } from "./compare-runs.ts";

/** A version that reads TypeScript modules, and was tried. */
const k6Module = "go.k6.io/k6@v1.8.1";
const binaries = join(localDirectory, "k6");

/**
 * Runs the phases and prints what was measured, beside Artillery's last run.
 * @returns the exit code: 1 when a target was missed
 * @throws a refusal when there is no k6, or it ends without a result
 */
export async function runK6(run: MixRun): Promise<number> {
  const k6 = await findK6();
  const names = ["k6-load.json", "k6.json", "k6.log"] as const;
  const [load, output, logFile] = names.map((name) => join(run.directory, name)) as [string, string, string];
  await mkdir(run.directory, { recursive: true });
  await rm(output, { force: true });
  const { origin, leftOut, phases, targets } = run;
  const callers = await readCallers(run.tokensFile);
  await writeFile(load, JSON.stringify({ origin, callers, leftOut, phases, targets }), { mode: 0o600 });
  const env = { PATH: nodeSearchPath(), HOME: binaries, PATCHBAY_LOAD: load, PATCHBAY_LOAD_OUTPUT: output };
  const script = join(import.meta.dirname, "mix.js");
  const args = ["run", "--no-usage-report", "--include-system-env-vars", "--quiet", script];
  try {
    const child = startChild(k6, args, { env, logFile });
    await watch(child.exited, run);
    const code = await child.exited;
    const result = await readFigures(output, run).catch(() => undefined);
    if (result === undefined) throw createRefusal(`k6 ended without a result (${code}): see ${logFile}.`);
    console.log(`\n${describeRun({ result, cpu: run.meter.readUse() })}\n`);
    console.log(await compareRuns(result, join(run.directory, "artillery.json")));
    return code === 0 && meetsTargets(result) ? 0 : 1;
  } finally {
    await rm(load, { force: true });
  }
}

/** Says which phase is under way, as planned: k6 itself says nothing that a program could read. */
async function watch(exited: Promise<number>, { phases, meter }: MixRun): Promise<void> {
  const from = performance.now();
  let isRunning = true;
  const ended = exited.finally(() => {
    isRunning = false;
  });
  const sample = createPhaseSampler(meter);
  let last = "";
  while (isRunning) {
    await Promise.race([wait(1000), ended]);
    const phase = findPhase(phases, (performance.now() - from) / 1000);
    await sample(phase);
    if (phase !== last) console.log(phase);
    last = phase;
  }
}

function findPhase(phases: readonly Phase[], second: number): string {
  const getEnd = (at: number) => phases.slice(0, at + 1).reduce((sum, { seconds }) => sum + seconds, 0);
  return phases.find((_, at) => getEnd(at) > second)?.name ?? "end";
}

async function findK6(): Promise<string> {
  const own = join(binaries, "k6");
  for (const command of ["k6", own]) if (await canRun(command, ["version"])) return command;
  if (!(await canRun("go", ["version"])))
    throw createRefusal("k6 is not on the PATH, and neither is Go to build it with: install one of them.");
  console.log("Building k6 with Go, which takes some minutes …");
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  await mkdir(binaries, { recursive: true });
  const logFile = join(localDirectory, "k6-install.log");
  await runChild("go", ["install", k6Module], { env: { ...env, GOBIN: binaries }, logFile });
  return own;
}

const canRun = (command: string, args: readonly string[]): Promise<boolean> =>
  promisify(execFile)(command, args).then(
    () => true,
    () => false,
  );

const latencySchema = z.object({ "p(50)": z.number(), "p(95)": z.number(), "p(99)": z.number(), max: z.number() });
const checksSchema = z.object({ passes: z.number(), fails: z.number() });
const outputSchema = z.record(
  z.string(),
  z.object({ latency: latencySchema, checks: checksSchema, dropped: z.number() }),
);

async function readFigures(output: string, { phases, targets }: MixRun): Promise<LoadResult> {
  const figures = outputSchema.parse(JSON.parse(await readFile(output, "utf8")));
  const results = phases.flatMap((phase): PhaseResult[] => {
    const { latency, checks, dropped = 0 } = figures[phase.name] ?? {};
    if (!latency || !checks) return [];
    const { "p(50)": p50, "p(95)": p95, "p(99)": p99, max } = latency;
    const target = targets[phase.name];
    // k6 drops what it has no virtual user for, as when too many wait for answers. That is no success.
    const counts = { requests: checks.passes + checks.fails + dropped, ok: checks.passes };
    return [{ ...phase, ...counts, p50, p95, p99, max, ...(target && { target }) }];
  });
  return { phases: results, endpoints: [], periods: [], failures: [] };
}
