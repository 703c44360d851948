import type { TestSequencer, Vitest } from "vitest/node";

/** A sequencer in the form that vitest's configuration takes: it makes it with `new`. */
export function toSequencer(create: (vitest: Vitest) => TestSequencer): new (vitest: Vitest) => TestSequencer {
  function Sequencer(vitest: Vitest): TestSequencer {
    return create(vitest);
  }
  return Sequencer as unknown as new (
    vitest: Vitest,
  ) => TestSequencer;
}
