// How far a run is, while it runs.
import { readFile } from "node:fs/promises";
import type { Progress } from "./channel.ts";
import type { Phase } from "./phases.ts";

export type Show = (progress: Progress, phases: readonly Phase[]) => void;

/** Undefined before the first phase has begun. */
export async function readProgress(file: string): Promise<Progress | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  const progress: Progress | undefined = text ? JSON.parse(text) : undefined;
  return progress?.phase ? progress : undefined;
}

/** Where the lines go: a terminal's last line is overwritten, a log gets one every ten seconds and one for each phase. */
export interface Screen {
  readonly isTerminal: boolean;
  write(text: string): void;
}

export function createProgressLine({ isTerminal, write }: Screen, now: () => number = Date.now): Show {
  let last: { phase: string; at: number; requests: number } | undefined;
  return (progress, phases) => {
    const at = now();
    const isDue = last === undefined || last.phase !== progress.phase || at - last.at >= (isTerminal ? 900 : 10_000);
    if (!isDue) return;
    const rate = last === undefined ? 0 : (1000 * (progress.requests - last.requests)) / Math.max(1, at - last.at);
    last = { phase: progress.phase, at, requests: progress.requests };
    const line = formatProgress(progress, phases, { at, rate });
    write(isTerminal ? `\r${line}\u001b[K` : `${line}\n`);
  };
}

/** Such as "sustained    213 s left   50.1/s  12345 answered  0 failed". */
function formatProgress(
  { phase, startedAt, requests, failed }: Progress,
  phases: readonly Phase[],
  { at, rate }: { readonly at: number; readonly rate: number },
): string {
  const { seconds = 0 } = phases.find(({ name }) => name === phase) ?? {};
  const left = Math.max(0, Math.ceil(seconds - (at - startedAt) / 1000));
  const cells = [
    `${left} s left`.padStart(11),
    `${rate.toFixed(1)}/s`.padStart(8),
    `${requests} answered`.padStart(15),
  ];
  return [phase.padEnd(10), ...cells, `${failed} failed`].join("  ");
}
