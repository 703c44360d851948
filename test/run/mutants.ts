// `npm test -- mutants`: Stryker changes what guards tokens and webhooks, one small change at a time, and the unit tests must notice each.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createRefusal } from "../../infra/local/command-refusal.ts";
import { localDirectory, nodeSearchPath, repository } from "../../infra/local/directories.ts";
import { runStep } from "../../infra/local/progress.ts";
import { guardedFolders, leftOut } from "../mutants/scope.ts";
import { installPinned } from "./installation.ts";
import { judgeMutants, type MutantOutcome } from "./mutant-report.ts";

const folder = join(repository, "test/mutants");
const directory = join(localDirectory, "mutants");

export const isMutants = ([first]: readonly string[]): boolean => first === "mutants";

/**
 * Changes the files below the paths, or all that are guarded, and runs the unit tests on each change.
 * Stryker's report of each folder stays in .local/mutants.
 * @param onStart is given each process that does so
 * @throws a refusal when a path is not guarded, Stryker cannot be installed, or the unchanged code fails
 */
export async function testMutants(
  paths: readonly string[],
  onStart: (child: ChildProcess) => void,
): Promise<MutantOutcome> {
  const files = await findChangedFiles(paths);
  const name = "The mutation tester";
  const pins = ["package-lock.json"];
  await runStep(console.log, "mutation tester", () => installPinned({ name, folder, pins, directory }));
  const reports: string[] = [];
  for (const guarded of Object.keys(guardedFolders)) {
    const changed = files.filter((file) => file.startsWith(`${guarded}/`));
    if (changed.length > 0) reports.push(await runStryker(guarded, changed, onStart));
  }
  return judgeMutants(reports);
}

/** @throws a refusal when a path leads to no guarded file */
export async function findChangedFiles(paths: readonly string[]): Promise<string[]> {
  const guarded: string[] = [];
  for await (const file of glob(`{${Object.keys(guardedFolders)}}/**/*.ts`, { cwd: repository }))
    if (!(file in leftOut)) guarded.push(file);
  const isBelow = (file: string, path: string) => file === path || file.startsWith(`${path.replace(/\/+$/, "")}/`);
  const stray = paths.find((path) => !guarded.some((file) => isBelow(file, path)));
  if (stray !== undefined)
    throw createRefusal(
      `mutants takes files and folders below ${Object.keys(guardedFolders).join(", ")}, not "${stray}".`,
    );
  return guarded.filter((file) => paths.length === 0 || paths.some((path) => isBelow(file, path))).sort();
}

/** @returns the text of the report */
async function runStryker(
  guarded: string,
  files: readonly string[],
  onStart: (child: ChildProcess) => void,
): Promise<string> {
  const place = join(directory, guarded.replaceAll("/", "-"));
  const [settings, report] = [`${place}.stryker.json`, `${place}.json`];
  const sandboxes = `${place}.sandboxes`;
  await mkdir(directory, { recursive: true });
  // A run that was stopped leaves its own behind.
  await Promise.all([report, sandboxes].map((path) => rm(path, { force: true, recursive: true })));
  await writeFile(settings, JSON.stringify(createSettings(files, report, sandboxes), null, 2));
  const command = join(folder, "node_modules/@stryker-mutator/core/bin/stryker.js");
  // Few cases of each property: they are tried again for every change.
  const env = {
    PATCHBAY_RUNS: "10",
    ...process.env,
    PATCHBAY_MUTANTS: guarded,
    NODE_COMPILE_CACHE: join(directory, "compiled"),
    PATH: nodeSearchPath(),
  };
  const child = spawn("node", [command, "run", settings], { cwd: repository, stdio: "inherit", env });
  onStart(child);
  await once(child, "close");
  const text = await readFile(report, "utf8").catch(() => undefined);
  if (text === undefined) throw createRefusal(`Stryker ended without a report on ${guarded}.`);
  return text;
}

/** See stryker-mutator.io/docs/stryker-js/configuration */
const createSettings = (files: readonly string[], report: string, sandboxes: string): object => ({
  mutate: files,
  plugins: ["@stryker-mutator/vitest-runner", join(folder, "sentences.ts")],
  ignorers: ["sentences"],
  testRunner: "vitest",
  // Only the tests that import the changed file, however far away.
  vitest: { configFile: "test/mutants/vitest.config.ts", related: true },
  coverageAnalysis: "perTest",
  // What is computed when a module is loaded counts too: labels of keys, names of headers, limits.
  ignoreStatic: false,
  concurrency: readWorkerCount(),
  reporters: ["progress-append-only", "json"],
  jsonReporter: { fileName: report },
  allowConsoleColors: false,
  // Long, as on a busy machine: what ran out of time counts as noticed.
  timeoutMS: 30_000,
  timeoutFactor: 4,
  // A copy of what the tests import; its packages are a link.
  tempDirName: sandboxes,
  ignorePatterns: [
    "**",
    ...["lib/**", "functions/**", "infra/**", "test/**", "*.json"].map((kept) => `!${kept}`),
    "node_modules",
  ],
  // Types are for the compiler: a change that it would refuse is as good as any other.
  disableTypeChecks: false,
  dryRunTimeoutMinutes: 20,
});

const readWorkerCount = (): number => Number(process.env.PATCHBAY_MUTANT_WORKERS ?? availableParallelism());
