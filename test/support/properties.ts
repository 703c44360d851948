// Property tests ask the same in every run. To look further: PATCHBAY_SEED=7 PATCHBAY_RUNS=1000.
import fc from "fast-check";
import { getRunCount, seed } from "./seed.ts";

fc.configureGlobal({ seed, numRuns: getRunCount(100) });

export { fc };
