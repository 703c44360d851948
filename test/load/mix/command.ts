// `npm run load` and `npm run load -- k6`: the whole mix, on the local stack or on a deployed stage.
import { join } from "node:path";
import { stopChildren } from "../../../infra/local/child.ts";
import { localDirectory } from "../../../infra/local/directories.ts";
import { runStep } from "../../../infra/local/progress.ts";
import { runK6 } from "../k6/run-k6.ts";
import { startCpuMeter } from "./cpu.ts";
import { describeMachine, readLoadAverage } from "./machine.ts";
import { type Phase, phases, shortenPhases, sumRequests, targets } from "./phases.ts";
import { createProgressLine } from "./progress-line.ts";
import { writeReport } from "./report/write-report.ts";
import type { Endpoint } from "./requests.ts";
import type { LoadRun } from "./result.ts";
import { installArtillery, type MixRun, readArtilleryVersion, runArtillery } from "./run-artillery.ts";
import { openLocalStack, openStage, type Tested } from "./tested.ts";
import { describeRun } from "./verdict.ts";

export interface MixOptions {
  readonly generator: "artillery" | "k6";
  /** Each phase in a tenth of its time. */
  readonly isQuick: boolean;
  /** A deployed stage, and the file with tokens for it. Without it the local stack is started. */
  readonly stage: string | undefined;
  readonly tokens: string | undefined;
  readonly isConfirmed: boolean;
  readonly leftOut: readonly Endpoint[];
}

/** Reports, and the tokens of the local stack while it runs. */
const loadDirectory = join(localDirectory, "load");

/**
 * Runs the mix and prints what was measured.
 * @returns the exit code: 1 when a target was missed
 * @throws a refusal, or an Error in one sentence, when the load cannot be run
 */
export async function runMix(options: MixOptions): Promise<number> {
  const planned = options.isQuick ? shortenPhases(0.1) : phases;
  if (options.generator === "artillery") await runStep(console.log, "Artillery", installArtillery);
  stopWithChildren();
  const tested = await openTested(options, planned);
  try {
    const { origin, place, tokensFile } = tested;
    console.log(`About ${sumRequests(planned)} requests to ${origin} (${place}), at up to 100 a second.`);
    const run = { origin, tokensFile, phases: planned, targets, leftOut: options.leftOut, directory: loadDirectory };
    const screen = { isTerminal: process.stdout.isTTY === true, write: (text: string) => process.stdout.write(text) };
    const measured = { ...run, show: createProgressLine(screen), meter: await startCpuMeter() };
    return options.generator === "k6" ? await runK6(measured) : await measure(measured, place);
  } finally {
    await tested.close();
  }
}

const openTested = ({ stage, tokens, isConfirmed, leftOut }: MixOptions, planned: readonly Phase[]): Promise<Tested> =>
  stage === undefined
    ? openLocalStack(loadDirectory)
    : openStage({ name: stage, tokens, isConfirmed, leftOut, phases: planned });

async function measure(run: MixRun, place: string): Promise<number> {
  const startedAt = Date.now();
  const before = readLoadAverage();
  const { result, code } = await runArtillery(run);
  const done: LoadRun = {
    ...{ result, origin: run.origin, place, startedAt, cpu: run.meter.readUse(), leftOut: run.leftOut },
    ...{ machine: describeMachine(), loadAverages: [before, readLoadAverage()] },
    generator: await readArtilleryVersion(),
  };
  console.log(`\n${describeRun(done)}\n`);
  console.log(`Report: ${await writeReport(join(run.directory, "report.html"), done)}`);
  if (code !== 0) console.log("A target was missed.");
  return code;
}

/** Ctrl-C ends the generator and the local stack, too. */
function stopWithChildren(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void stopChildren().finally(() => process.exit(130)));
  }
}
