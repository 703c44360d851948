// Property tests try the same cases in every run. For other or more cases: PATCHBAY_SEED=7 PATCHBAY_RUNS=1000.
import fc from "fast-check";
import { getRunCount, seed } from "./seed.ts";

fc.configureGlobal({ seed, numRuns: getRunCount(100) });

export { fc };
