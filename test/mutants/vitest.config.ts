// How Stryker runs the unit tests: once for each change, until the first test fails.
import { basename, dirname } from "node:path";
import { defineConfig } from "vitest/config";
import type { TestSequencer, TestSpecification, Vitest } from "vitest/node";

/** Files that wait for time limits or read a great deal: last, since most changes are noticed before. */
const slow = new Set(["test/vault/key-service-failures.test.ts"]);

/** Sorts the test files: those of the changed file's folder first, those that take long last. */
function createSequencer({ config }: Vitest): TestSequencer {
  const rank = ({ moduleId }: TestSpecification): number => {
    const [changed = ""] = config.related ?? [];
    const isNear = basename(dirname(changed)) === basename(dirname(moduleId));
    const isSlow = [...slow].some((path) => moduleId.endsWith(path));
    return (isSlow ? 2 : 0) + (isNear ? 0 : 1);
  };
  return {
    sort: async (specs) => [...specs].sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId)),
    shard: async (specs) => specs,
  };
}

export default defineConfig({
  test: {
    include: ["test/{vault,jwt,oauth,webhooks,http}/*.test.ts"],
    exclude: ["test/**/*.cloud.test.ts", "test/**/*-budget.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: {
      sequencer: function Sequencer(vitest: Vitest) {
        return createSequencer(vitest);
      } as unknown as new (
        vitest: Vitest,
      ) => TestSequencer,
    },
  },
});
