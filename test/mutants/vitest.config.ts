// How Stryker runs the unit tests: once for each change, until the first test fails.
import { basename, dirname } from "node:path";
import { defineConfig } from "vitest/config";
import type { TestSequencer, TestSpecification, Vitest } from "vitest/node";
import { toSequencer } from "../run/sequencer.ts";
import { guardedFolders, leftOutTests, slowTests } from "./scope.ts";

/** Sorts the test files: those named like the changed file first, then those of its folder; whatever takes long last. */
function createSequencer({ config }: Vitest): TestSequencer {
  const rank = ({ moduleId }: TestSpecification): number => {
    const [changed = ""] = config.related ?? [];
    const isNamesake = basename(moduleId, ".test.ts") === basename(changed, ".ts");
    const isNear = basename(dirname(moduleId)) === basename(dirname(changed));
    const isSlow = slowTests.some((path) => moduleId.endsWith(path));
    return (isSlow ? 3 : 0) + (isNamesake ? 0 : isNear ? 1 : 2);
  };
  return {
    sort: async (specs) => [...specs].sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId)),
    shard: async (specs) => specs,
  };
}

const folder = process.env.PATCHBAY_MUTANTS ?? "";

export default defineConfig({
  test: {
    include: [...(guardedFolders[folder] ?? [])],
    exclude: Object.keys(leftOutTests),
    // One process for all files of a change. Each loads our modules anew: see fresh-modules.ts.
    isolate: false,
    setupFiles: ["test/support/fresh-modules.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    sequence: { sequencer: toSequencer(createSequencer) },
  },
});
