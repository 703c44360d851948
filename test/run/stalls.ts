// The machine's bad days, on purpose: every now and then the cloud's processes stand still, as when a disk or a neighbour holds them up.
import { signalChildren } from "../../infra/local/child.ts";

export interface StallOptions {
  /** The same number gives the same waits and lengths. */
  readonly seed: number;
  /** Stops or continues every process of the cloud; never our own. */
  readonly signal?: (signal: "SIGSTOP" | "SIGCONT") => void;
  readonly log?: (line: string) => void;
}

export interface Stalls {
  /** Continues everything and ends the stalls; what is ended with SIGTERM has to run for that. */
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
