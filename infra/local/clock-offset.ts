// `npm test -- --at <time>` runs everything as if it were that time: each process is told by how much its clock is ahead.
import { pathToFileURL } from "node:url";

/** By how many milliseconds the clock of this run is ahead of the true one: 0 unless the run was told a time. */
export const clockOffsetMs = (environment: NodeJS.ProcessEnv = process.env): number =>
  Number(environment.PATCHBAY_CLOCK_OFFSET_MS ?? 0);

/**
 * A child's environment with which it, if it is Node or the emulator, and all that inherit from it have the run's clock.
 * Without an offset it is what was given.
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
