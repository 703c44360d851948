const { PATCHBAY_SEED, PATCHBAY_RUNS } = process.env;

/** Seed of generated tests: the same in every run, so that a failure comes from the change and not from chance. */
export const seed = Number(PATCHBAY_SEED ?? 20260);

/** How many cases a property test tries: PATCHBAY_RUNS, or `usual`. */
export const getRunCount = (usual: number): number => Number(PATCHBAY_RUNS ?? usual);
