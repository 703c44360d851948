// Stops the cloud's processes for some seconds now and then, as a slow disk or a busy machine would.
import { signalChildren } from "../../infra/local/child.ts";

export interface StallOptions {
  /** The same seed gives the same times and lengths. */
  readonly seed: number;
  /** Stops or continues every process of the cloud, but not the test's own. */
  readonly signal?: (signal: "SIGSTOP" | "SIGCONT") => void;
  readonly log?: (line: string) => void;
}

export interface Stalls {
  /** Continues all processes and ends the stalls. Call it before SIGTERM: a stopped process does not handle signals. */
  stop(): void;
}

/** Stops the cloud for one to three seconds, every 8 to 16 seconds. */
export function startStalls({ seed, signal = signalChildren, log = console.log }: StallOptions): Stalls {
  const random = randomFrom(seed);
  let timer: NodeJS.Timeout;
  const run = () => {
    timer = setTimeout(
      () => {
        const ms = Math.round(1000 + 2000 * random());
        log(`stall of ${ms} ms`);
        signal("SIGSTOP");
        timer = setTimeout(() => {
          signal("SIGCONT");
          run();
        }, ms);
      },
      8000 + 8000 * random(),
    );
  };
  run();
  return {
    stop() {
      clearTimeout(timer);
      signal("SIGCONT");
    },
  };
}

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
