// Property tests ask the same in every run, so what fails is the change's doing. To look further: PATCHBAY_SEED=7 PATCHBAY_RUNS=1000.
import fc from "fast-check";

const { PATCHBAY_SEED = "20260", PATCHBAY_RUNS = "100" } = process.env;
fc.configureGlobal({ seed: Number(PATCHBAY_SEED), numRuns: Number(PATCHBAY_RUNS) });

export { fc };
