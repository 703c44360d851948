// What the system tells of processes. On systems without /proc there are none.
import { readdir, readFile } from "node:fs/promises";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Seconds of a processor, since its start. */
  readonly cpuSeconds: number;
}

/** Linux counts processor time in hundredths of a second for programs, whatever its kernel does: proc(5), time(7). */
const ticksPerSecond = 100;

/** All processes that can be read. */
export async function listProcesses(): Promise<Process[]> {
  const names = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(names.map((name) => readProcess(Number(name))));
  return found.filter((process) => process !== undefined);
}

async function readProcess(pid: number): Promise<Process | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  if (!stat) return undefined;
  // The command's name is in parentheses and may contain anything: state, parent, …, user and system time are behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { pid, parent: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond };
}

/** The processes that this one has started, and those that they have. */
export function selectDescendants(all: readonly Process[], ancestor: number): Process[] {
  const found: Process[] = [];
  let last = [ancestor];
  while (last.length > 0) {
    const next = all.filter(({ parent }) => last.includes(parent));
    found.push(...next);
    last = next.map(({ pid }) => pid);
  }
  return found;
}

/** Seconds that all processors together have worked, and have had, since the system's start. */
export async function readMachine(): Promise<{ readonly busy: number; readonly all: number }> {
  const stat = await readFile("/proc/stat", "utf8").catch(() => "");
  // user, nice, system, idle, iowait, irq, softirq, steal
  const ticks = (/^cpu +(.*)$/m.exec(stat)?.[1] ?? "").split(" ").slice(0, 8).map(Number);
  const all = ticks.reduce((sum, one) => sum + one, 0);
  return { busy: (all - (ticks[3] ?? 0) - (ticks[4] ?? 0)) / ticksPerSecond, all: all / ticksPerSecond };
}
