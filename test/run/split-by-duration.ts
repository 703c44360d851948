// Divides test files among processes that run at the same time, so that all end at about the same time.
import { relative } from "node:path";
import { BaseSequencer, type TestSequencer, type TestSpecification, type Vitest } from "vitest/node";
import slowFiles from "./slow-files.json" with { type: "json" };

const slow: Readonly<Record<string, number>> = slowFiles;

/** Seconds of a file that is not listed as slow. */
const usualSeconds = 3;

/** Puts the slowest first, each to the part that has the least so far. The order of the files does not matter. */
export function splitByDuration(
  paths: readonly string[],
  count: number,
  seconds: Readonly<Record<string, number>> = slow,
): string[][] {
  const parts = Array.from({ length: count }, () => ({ paths: [] as string[], total: 0 }));
  const getSeconds = (path: string) => seconds[path] ?? usualSeconds;
  for (const path of paths.toSorted((a, b) => getSeconds(b) - getSeconds(a) || a.localeCompare(b))) {
    const least = parts.reduce((one, other) => (other.total < one.total ? other : one));
    least.paths.push(path);
    least.total += getSeconds(path);
  }
  return parts.map((part) => part.paths);
}

/** Divides the files of each `--shard` by how long they take; within one they run in vitest's usual order. */
export function createSequencer(vitest: Vitest): TestSequencer {
  const usual = new BaseSequencer(vitest);
  return {
    sort: (specs) => usual.sort(specs),
    async shard(specs) {
      const { index, count } = vitest.config.shard ?? { index: 1, count: 1 };
      const getPath = ({ moduleId }: TestSpecification) => relative(vitest.config.root, moduleId);
      const part = new Set(splitByDuration(specs.map(getPath), count)[index - 1]);
      return specs.filter((spec) => part.has(getPath(spec)));
    },
  };
}
