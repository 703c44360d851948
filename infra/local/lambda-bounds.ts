// How many Lambda processes one local cloud runs. Starting one takes about 0.3 s of processor time (measured on two cores).
import { availableParallelism } from "node:os";
import { createRefusal } from "./command-refusal.ts";

/** Each can be set in the environment. They apply to one cloud; `npm test` runs three at the same time. */
const defaults = {
  /** Processes of one function, and so its concurrent calls; further calls wait. */
  PATCHBAY_LAMBDA_PER_FUNCTION: 6,
  /** Processes of all functions together. When a function without a process is called, the one that was idle longest ends. */
  PATCHBAY_LAMBDA_IN_ALL: 64,
  /** Processes that start at the same time. */
  PATCHBAY_LAMBDA_STARTING: availableParallelism(),
  /** Seconds without a call after which a process ends. */
  PATCHBAY_LAMBDA_IDLE_S: 300,
  /** Seconds a call waits for a process before it is refused with 429. */
  PATCHBAY_LAMBDA_WAIT_S: 60,
} as const;

/** The bounds as environment variables for the emulator. @throws a refusal when one is not a number above 0 */
export function lambdaBounds(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, standard]) => {
      const text = environment[name] || String(standard);
      if (Number(text) > 0) return [name, text];
      throw createRefusal(`${name} must be a number above 0, not "${text}".`);
    }),
  );
}
