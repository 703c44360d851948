// The options after `npm test --`.
import * as z from "zod";
import { createRefusal } from "../../infra/local/command-refusal.ts";

export interface RunOptions {
  /** Passed to vitest: words that a test file's path contains, and vitest's own options. */
  readonly filters: readonly string[];
  /** How many milliseconds the tests' clock is ahead of the true time. */
  readonly clockOffsetMs: number;
  /** Whether the cloud's processes are stopped for some seconds now and then. */
  readonly isStalled: boolean;
}

/**
 * Reads the command line: handles `--at <time>` and `--stalls`, and passes everything else to vitest.
 * @param now the true time, in milliseconds since 1970
 * @throws a refusal when the time is missing or invalid
 */
export function readOptions(args: readonly string[], now: number = Date.now()): RunOptions {
  const filters: string[] = [];
  let clockOffsetMs = 0;
  const rest = args.values();
  for (const arg of rest) {
    const [name, value] = arg.split("=", 2);
    if (name === "--at") clockOffsetMs = readTime(value ?? rest.next().value) - now;
    else if (arg !== "--stalls") filters.push(arg);
  }
  return { filters, clockOffsetMs, isStalled: args.includes("--stalls") };
}

function readTime(text = ""): number {
  const time = z.iso.datetime({ offset: true }).safeParse(text);
  if (time.success) return Date.parse(time.data);
  throw createRefusal(`--at takes a time such as 2028-02-29T12:00:00Z, not "${text}".`);
}
