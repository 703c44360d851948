import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Case } from "./ack-cases.ts";
import { pinned } from "./contender-process.ts";
import type { Round } from "./contender-runner.ts";

const root = join(import.meta.dirname, "../..");

/** Prints machine and versions. Absolute figures can be compared within one run only. */
export async function printMachine(how: string): Promise<void> {
  const peers = await Promise.all(["@slack/bolt", "@octokit/webhooks"].map(version));
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${pinned.join(" ") || "not pinned"}`);
  console.log(`commit ${commit()}, ${peers.join(", ")}; ${how}, interleaved ABBA, every answer checked`);
  console.log(
    "\nmicroseconds per call: median of the rounds (fastest to slowest round), then the rounds' median p99\n",
  );
}

async function version(name: string): Promise<string> {
  return `${name} ${JSON.parse(await readFile(join(root, "node_modules", name, "package.json"), "utf8")).version}`;
}

function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

export function printResult({ name, contenders }: Case, [ours, theirs]: readonly [Round[], Round[]]): void {
  const ratio = (of: (round: Round) => number) => (median(theirs.map(of)) / median(ours.map(of))).toFixed(2);
  console.log(name);
  console.log(formatLine(contenders[0].name, ours));
  console.log(formatLine(contenders[1].name, theirs));
  console.log(
    `  theirs / ours        median × ${ratio((round) => round.median)}   p99 × ${ratio((round) => round.p99)}\n`,
  );
}

function formatLine(name: string, rounds: readonly Round[]): string {
  const medians = rounds.map((round) => round.median);
  const calls = rounds.reduce((sum, round) => sum + round.calls, 0);
  const spread = `(${formatMicroseconds(Math.min(...medians))} to ${formatMicroseconds(Math.max(...medians))})`;
  const p99 = formatMicroseconds(median(rounds.map((round) => round.p99)));
  return `  ${name.padEnd(20)} ${formatMicroseconds(median(medians)).padStart(9)} ${spread.padEnd(22)} p99 ${p99.padStart(9)}   ${calls} calls`;
}

const formatMicroseconds = (value: number) => value.toFixed(1);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
