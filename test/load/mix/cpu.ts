// How much of the processors each part takes, by phase: what bounds a run on one machine.
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { listProcesses, type Process, readMachine, selectDescendants } from "../processes.ts";

/** `command` is this process: the local origin, the sandboxes and the identity provider. */
const parts = ["generator", "emulator", "lambdas", "database", "command"] as const;
export type Part = (typeof parts)[number];

/** Processors in use on average, by part; `others` are programs that have no part in the run. */
export type CpuUse = Readonly<Record<Part | "others", number>>;

type Seconds = Record<Part | "others" | "all", number>;

interface Sample {
  readonly cpuSeconds: ReadonlyMap<number, number>;
  readonly machine: Awaited<ReturnType<typeof readMachine>>;
}

/** Samples until `stop`. */
export interface CpuMeter {
  /** Adds what was used since the last sample to this phase. */
  sample(phase: string): Promise<void>;
  /** By phase. Empty where the system does not tell. */
  readUse(): Readonly<Record<string, CpuUse>>;
}

/** A sample reads what the system tells of every process, which takes time of a processor itself. */
const sampleIntervalMs = 5000;

/** Samples when a phase ends, and now and then in between. @returns to be called often, with the phase that is under way */
export function createPhaseSampler(meter: CpuMeter, now: () => number = Date.now): (phase: string) => Promise<void> {
  let last: { readonly phase: string; readonly at: number } | undefined;
  return async (phase) => {
    last ??= { phase, at: now() };
    if (last.phase === phase && now() - last.at < sampleIntervalMs) return;
    await meter.sample(last.phase);
    last = { phase, at: now() };
  };
}

export async function startCpuMeter(): Promise<CpuMeter> {
  const used = new Map<string, Seconds>();
  const known = new Map<number, Part>();
  let before = await takeSample(known);
  return {
    async sample(phase) {
      const now = await takeSample(known);
      const sums = used.get(phase) ?? startSums();
      used.set(phase, addDifference(sums, before, now, known));
      before = now;
    },
    readUse: () => Object.fromEntries([...used].map(([phase, seconds]) => [phase, toUse(seconds)])),
  };
}

const startSums = (): Seconds => ({
  ...{ generator: 0, emulator: 0, lambdas: 0, database: 0, command: 0 },
  ...{ others: 0, all: 0 },
});

function addDifference(sums: Seconds, before: Sample, now: Sample, known: ReadonlyMap<number, Part>): Seconds {
  const added = startSums();
  for (const [pid, seconds] of now.cpuSeconds) {
    const part = known.get(pid);
    if (part) added[part] += seconds - (before.cpuSeconds.get(pid) ?? 0);
  }
  added.all = now.machine.all - before.machine.all;
  const ours = parts.reduce((sum, part) => sum + added[part], 0);
  added.others = Math.max(0, now.machine.busy - before.machine.busy - ours);
  const add = (part: keyof Seconds) => [part, sums[part] + added[part]] as const;
  return Object.fromEntries((Object.keys(sums) as (keyof Seconds)[]).map(add)) as Seconds;
}

function toUse({ all, ...seconds }: Seconds): CpuUse {
  const perProcessor = all / availableParallelism();
  const share = (part: Part | "others") => [part, perProcessor > 0 ? seconds[part] / perProcessor : 0];
  return Object.fromEntries([...parts, "others" as const].map(share)) as CpuUse;
}

async function takeSample(known: Map<number, Part>): Promise<Sample> {
  const [all, machine] = await Promise.all([listProcesses(), readMachine()]);
  const ours = selectDescendants(all, process.pid);
  known.set(process.pid, "command");
  for (const one of ours) if (!known.has(one.pid)) await classify(one, known);
  const mine = all.filter(({ pid }) => known.has(pid));
  return { cpuSeconds: new Map(mine.map(({ pid, cpuSeconds }) => [pid, cpuSeconds])), machine };
}

/** Parents come before their children, so a Lambda's parent is known. */
async function classify({ pid, parent }: Process, known: Map<number, Part>): Promise<void> {
  const inherited = known.get(parent);
  if (inherited === "emulator" || inherited === "lambdas") known.set(pid, "lambdas");
  else if (inherited === "generator" || inherited === "database") known.set(pid, inherited);
  else known.set(pid, recognize(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
}

function recognize(commandLine: string): Part {
  if (commandLine.includes("emulator.py")) return "emulator";
  if (/artillery|k6/.test(commandLine)) return "generator";
  return commandLine.includes("postgres") ? "database" : "command";
}
