const { PATCHBAY_SEED, PATCHBAY_RUNS } = process.env;

/** What generated tests begin with: the same in every run, so what fails is the change's doing. */
export const seed = Number(PATCHBAY_SEED ?? 20260);

/** How many cases each of them tries, unless it says so itself. */
export const getRunCount = (usual: number): number => Number(PATCHBAY_RUNS ?? usual);
