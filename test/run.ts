// `npm test`: finds a browser, builds, runs every test, and prints the number of passed and failed tests as its last line.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { stopChildren } from "../infra/local/child.ts";
import { withClock } from "../infra/local/clock-offset.ts";
import { awaitAll } from "../infra/local/closers.ts";
import { describeFailure } from "../infra/local/command-refusal.ts";
import { localDirectory, nodeSearchPath, repository } from "../infra/local/directories.ts";
import { readPortBase } from "../infra/local/ports.ts";
import { runStep } from "../infra/local/progress.ts";
import { preparePythonEnvironment } from "../infra/local/python-environment.ts";
import { conformanceClouds } from "./run/conformance-clouds.ts";
import { isForeign, prepareJudges, recordedTests, requestRecord } from "./run/foreign.ts";
import { isMutants, testMutants } from "./run/mutants.ts";
import { type RunOptions, readOptions } from "./run/options.ts";
import { describeSlowest, type Phase } from "./run/slowest.ts";
import { type Place, synthesizeForAll } from "./run/synthesis.ts";
import { buildForWholeRun } from "./support/built.ts";
import { findChromium } from "./support/chromium.ts";
import { countRun } from "./support/count.ts";
import { keepLastLines } from "./support/last-lines.ts";

type Environment = Readonly<Record<string, string>>;

/** Cloud tests mostly wait, so one vitest does not use two cores. They run in several, each with its own cloud. */
const clouds = 3;

/** Seed of the times at which the cloud's processes are stopped (`--stalls`). */
const stallSeed = process.env.PATCHBAY_SEED ?? String(Math.floor(Math.random() * 1_000_000));

async function runTests({ filters: chosen, clockOffsetMs, isStalled }: RunOptions): Promise<Outcome[]> {
  const filters = isStalled && chosen.length === 0 ? ["--project", "cloud"] : chosen;
  if (isStalled) console.log(`The cloud stalls as with PATCHBAY_SEED=${stallSeed}`);
  const chromium = await runStep(console.log, "Chromium", () => findChromium());
  await Promise.all([
    runStep(console.log, "bundles", buildForWholeRun),
    // Once, or all clouds would create it at the same time.
    runStep(console.log, "Python environment", () => preparePythonEnvironment()),
  ]);
  const environment = {
    PATCHBAY_CHROMIUM: chromium,
    PATCHBAY_BUILT: "1",
    PATCHBAY_NOTES: notes,
    // Commands, the CDK and forked tests start in half the time: https://nodejs.org/api/module.html#module-compile-cache
    NODE_COMPILE_CACHE: join(localDirectory, "compile-cache"),
    ...(isStalled && { PATCHBAY_STALLS: stallSeed }),
    PATH: nodeSearchPath(),
  };
  const run = (name: string, args: readonly string[], more: Environment = {}) =>
    runVitest(name, args, withClock({ ...process.env, ...environment, ...more }, clockOffsetMs));
  if (isForeign(filters)) return runForeign(run);
  if (filters.length > 0) return [await run("chosen", filters)];
  const places = Array.from({ length: clouds }, (_, at) => getShardEnvironment(at));
  const [unit] = await awaitAll([
    // By default vitest leaves one core free, which is half of CI's two; and some tests only wait.
    run("unit", ["--project", "unit", `--maxWorkers=${availableParallelism() + 1}`]),
    // Beside the unit tests: it uses one core only.
    runStep(console.log, "cdk synth for all clouds", () =>
      synthesizeForAll([...places, ...Object.values(conformanceClouds)]),
    ),
  ]);
  const cloud = await Promise.all(
    places.map((place, at) =>
      run(`cloud-${at + 1}`, ["--project", "cloud", `--shard=${at + 1}/${clouds}`], createEnvironment(place)),
    ),
  );
  // After the clouds have stopped: each takes about 3 GB.
  const conformance = await Promise.all(
    Object.keys(conformanceClouds).map((name) => run(name, ["--project", name], synthesized)),
  );
  // Alone, since other tests would change what is measured.
  const measured = await run("measured", ["--project", "load", "--project", "timing"], {
    ...synthesized,
    // As Lambdas start on AWS.
    NODE_DISABLE_COMPILE_CACHE: "1",
  });
  return [unit, ...cloud, ...conformance, measured];
}

/** Installs what vendors publish, records the requests of the providers' tests, and lets the former judge them and the local cloud. */
async function runForeign(
  run: (name: string, args: readonly string[], more?: Environment) => Promise<Outcome>,
): Promise<Outcome[]> {
  await runStep(console.log, "judges of the vendors", prepareJudges);
  const recorded = await run("recorded", ["--project", "cloud", ...recordedTests], {
    PATCHBAY_REQUEST_RECORD: requestRecord,
  });
  return [
    recorded,
    await run("foreign", ["--project", "foreign"]),
    await run("judged", ["--project", "foreign-cloud"]),
  ];
}

/** Remarks that tests leave for the end of the run (see support/note.ts). */
const notes = join(localDirectory, "test-notes.txt");

/** The ports and folders of one of the clouds. */
const getShardEnvironment = (at: number): Place => ({
  stage: "test",
  shard: at === 0 ? "" : String(at + 1),
  portBase: readPortBase(5400) + 100 * at,
});

const synthesized: Environment = { PATCHBAY_SYNTHESIZED: "1" };

const createEnvironment = ({ shard, portBase }: Place): Environment => ({
  ...synthesized,
  PATCHBAY_SHARD: shard,
  PATCHBAY_PORT_BASE: String(portBase),
});

interface Outcome extends Phase {
  readonly code: number;
  /** The end of its error output. */
  readonly lastWords: string;
}

async function runVitest(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  const results = join(localDirectory, `test-results-${name}.json`);
  const from = performance.now();
  if (isStopped) return { name, results, ms: 0, code: 130, lastWords: "" };
  await rm(results, { force: true });
  const command = join(repository, "node_modules/.bin/vitest");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const child = spawn(command, ["run", ...reporters, ...args], {
    cwd: repository,
    stdio: ["inherit", "inherit", "pipe"],
    env,
  });
  child.stderr.pipe(process.stderr, { end: false });
  const lastWords = keepLastLines(child.stderr);
  children.add(child);
  return new Promise((resolve) => {
    const finish = (code: number | null) => {
      children.delete(child);
      resolve({
        name,
        results,
        ms: performance.now() - from,
        code: isStopped ? 130 : (code ?? 1),
        lastWords: lastWords(),
      });
    };
    child.once("error", () => finish(1));
    // Not `exit`: the last output may not have arrived by then.
    child.once("close", finish);
  });
}

const children = new Set<ChildProcess>();
let isStopped = false;
/** Ctrl-C reaches vitest too, which then stops the local cloud: wait for it, and start nothing more. */
process.on("SIGINT", () => {
  isStopped = true;
  void stopChildren();
});
process.on("SIGTERM", () => {
  isStopped = true;
  void stopChildren();
  for (const child of children) child.kill("SIGTERM");
});

await mkdir(localDirectory, { recursive: true });
const options = readRunOptions();
if (isMutants(options.filters)) process.exit(await runMutants(options.filters.slice(1)));
await rm(notes, { force: true });
const outcomes = await runTests(options).catch((error): Outcome[] => {
  if (!isStopped) console.error(describeFailure(error));
  return [{ name: "", results: "", ms: 0, code: isStopped ? 130 : 1, lastWords: describeFailure(error) }];
});
const counted = await Promise.all(outcomes.map(({ results, code, lastWords }) => countRun(results, code, lastWords)));
const failures = counted.flatMap((one) => one.failures);
const noted = await readFile(notes, "utf8").catch(() => "");
if (noted) console.log(`\n${noted}`);
// Repeated here, since often only the end of a long output is kept.
if (failures.length > 0) console.log(`\nFailed:\n\n${failures.join("\n\n")}\n`);
const slowest = await describeSlowest(outcomes, performance.now());
if (slowest) console.log(`\n${slowest}\n`);
const [passed, failed] = [sum(counted.map((one) => one.passed)), sum(counted.map((one) => one.failed))];
console.log(`${passed} passed, ${failed} failed`);
process.exit(outcomes.find(({ code }) => code !== 0)?.code ?? (failed > 0 ? 1 : 0));

/** Prints what the tests do not notice. @returns the exit code */
async function runMutants(paths: readonly string[]): Promise<number> {
  try {
    const { passed, failed, lines } = await testMutants(paths, (child) => children.add(child));
    console.log(`\n${lines.join("\n")}\n`);
    console.log(`${passed} passed, ${failed} failed`);
    return failed > 0 ? 1 : 0;
  } catch (error) {
    if (!isStopped) console.error(describeFailure(error));
    console.log("0 passed, 1 failed");
    return isStopped ? 130 : 1;
  }
}

/** Prints what is wrong with the command line and exits, or returns its options. */
function readRunOptions(): RunOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(describeFailure(error));
    process.exit(1);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
