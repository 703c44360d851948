// `npm test -- --at <time>` runs everything at that time: each process gets the offset of its clock in the environment.
import { pathToFileURL } from "node:url";

/** By how many milliseconds this run's clock is ahead of the real one; 0 without `--at`. */
export const clockOffsetMs = (environment: NodeJS.ProcessEnv = process.env): number =>
  Number(environment.PATCHBAY_CLOCK_OFFSET_MS ?? 0);

/**
 * Returns a child's environment that shifts the clock of Node processes and of the emulator, and of their children.
 * Without an offset the environment is unchanged.
 */
export function withClock<Environment extends NodeJS.ProcessEnv>(
  environment: Environment,
  offsetMs: number = clockOffsetMs(),
): Environment {
  if (offsetMs === 0) return environment;
  const options = environment.NODE_OPTIONS ?? "";
  const NODE_OPTIONS = options.includes(preload) ? options : `${preload} ${options}`.trim();
  return { ...environment, NODE_OPTIONS, PATCHBAY_CLOCK_OFFSET_MS: String(offsetMs) };
}

const preload = `--import=${pathToFileURL(`${import.meta.dirname}/shifted-clock-preload.ts`)}`;
