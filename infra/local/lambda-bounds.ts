// How many Lambda processes one local cloud runs. Measured on two cores: one process takes some 0.3 s of a processor to start.
import { availableParallelism } from "node:os";
import { createRefusal } from "./command-refusal.ts";

/** Each may be given in the environment. They hold for one cloud; `npm test` runs three beside each other. */
const defaults = {
  /** Processes of one function: as many of its calls run at once, and the others wait in line. */
  PATCHBAY_LAMBDA_PER_FUNCTION: 6,
  /** Processes of all functions together: when a function without one is called, the one that was idle for longest ends. */
  PATCHBAY_LAMBDA_IN_ALL: 64,
  /** Processes that start at once. */
  PATCHBAY_LAMBDA_STARTING: availableParallelism(),
  /** Seconds without a call after which a process ends. */
  PATCHBAY_LAMBDA_IDLE_S: 300,
  /** Seconds a call waits for a process before it is refused with 429. */
  PATCHBAY_LAMBDA_WAIT_S: 60,
} as const;

/** The bounds for the emulator's environment. @throws a refusal when one is no number above 0 */
export function lambdaBounds(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, standard]) => {
      const text = environment[name] || String(standard);
      if (Number(text) > 0) return [name, text];
      throw createRefusal(`${name} must be a number above 0, not "${text}".`);
    }),
  );
}
