// Installs Artillery, and lets it run the mix. https://www.artillery.io/docs
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Child, startChild } from "../../../infra/local/child.ts";
import { createRefusal } from "../../../infra/local/command-refusal.ts";
import { localDirectory, nodeSearchPath, repository } from "../../../infra/local/directories.ts";
import { installPinned } from "../../run/installation.ts";
import { type CpuMeter, createPhaseSampler } from "./cpu.ts";
import type { Phase, Targets } from "./phases.ts";
import { readProgress, type Show } from "./progress-line.ts";
import type { Endpoint } from "./requests.ts";
import { type LoadResult, readResult } from "./result.ts";
import { buildScript } from "./script.ts";

/** Not in the tree of dependencies: it has 470 MB, and only this load needs it. */
const artilleryDirectory = join(localDirectory, "artillery");
const pins = ["package.json", "package-lock.json"];

/** Installs Artillery as its lock file pins it, unless it is there. @throws a refusal when it cannot be installed */
export async function installArtillery(): Promise<void> {
  await mkdir(artilleryDirectory, { recursive: true });
  const from = join(repository, "test/load/artillery");
  await Promise.all(pins.map((pin) => copyFile(join(from, pin), join(artilleryDirectory, pin))));
  await installPinned({
    name: "Artillery, which npm run load asks with, needs a network connection the first time. It",
    ...{ folder: artilleryDirectory, pins, directory: artilleryDirectory },
  });
}

/** Such as "Artillery 2.0.34". */
export async function readArtilleryVersion(): Promise<string> {
  const manifest = join(artilleryDirectory, "node_modules/artillery/package.json");
  return `Artillery ${JSON.parse(await readFile(manifest, "utf8")).version}`;
}

export interface MixRun {
  /** Of the API, without a path. */
  readonly origin: string;
  readonly tokensFile: string;
  readonly phases: readonly Phase[];
  readonly targets: Targets;
  readonly leftOut: readonly Endpoint[];
  /** For everything the run writes. */
  readonly directory: string;
  readonly show: Show;
  readonly meter: CpuMeter;
}

/**
 * Runs the phases, one after the other.
 * @returns what was measured, and Artillery's exit code: 1 when a target was missed
 * @throws a refusal when Artillery ends without a result
 */
export async function runArtillery(run: MixRun): Promise<{ result: LoadResult; code: number }> {
  const [script, output] = [join(run.directory, "script.json"), join(run.directory, "artillery.json")];
  const [progressFile, logFile] = [join(run.directory, "progress.json"), join(run.directory, "artillery.log")];
  await mkdir(run.directory, { recursive: true });
  await Promise.all([output, progressFile].map((file) => rm(file, { force: true })));
  await writeFile(script, JSON.stringify(buildScript(run.origin, run.phases, run.targets), undefined, 2));
  const command = join(artilleryDirectory, "node_modules/artillery/bin/run");
  const child = startChild(process.execPath, [command, "run", "--output", output, script], {
    env: createEnvironment(run, progressFile),
    logFile,
  });
  const code = await watch(child, progressFile, run);
  const { firstStartedAt: startedAt = 0 } = (await readProgress(progressFile)) ?? {};
  const result = await readResult(output, { ...run, startedAt }).catch(() => undefined);
  if (result === undefined) throw createRefusal(`Artillery ended without a result (${code}): see ${logFile}.`);
  return { result, code };
}

const createEnvironment = (run: MixRun, progressFile: string): Record<string, string> => ({
  ...pickProxy(run.origin),
  PATH: nodeSearchPath(),
  HOME: artilleryDirectory,
  ARTILLERY_DISABLE_TELEMETRY: "true",
  CUSTOM_REPORTERS: join(import.meta.dirname, "reporter.ts"),
  PATCHBAY_LOAD_ORIGIN: run.origin,
  PATCHBAY_LOAD_TOKENS: run.tokensFile,
  PATCHBAY_LOAD_WITHOUT: run.leftOut.join(","),
  PATCHBAY_LOAD_FIRST_PHASE: run.phases[0]?.name ?? "",
  PATCHBAY_LOAD_PROGRESS: progressFile,
});

/** The operator's way out of their network; nothing of it for this machine. */
function pickProxy(origin: string): Record<string, string> {
  if (new URL(origin).hostname === "localhost") return {};
  const names = ["HTTPS_PROXY", "NODE_EXTRA_CA_CERTS"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** Shows the progress once a second until the end. @returns the exit code */
async function watch(child: Child, progressFile: string, { phases, show, meter }: MixRun): Promise<number> {
  let isRunning = true;
  const ended = child.exited.finally(() => {
    isRunning = false;
  });
  const sample = createPhaseSampler(meter);
  while (isRunning) {
    await Promise.race([wait(1000), ended]);
    const progress = await readProgress(progressFile);
    await sample(progress?.phase ?? "start");
    if (progress) show(progress, phases);
  }
  return ended;
}
