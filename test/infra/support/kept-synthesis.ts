// Synthesizing takes seconds, and many test files need the templates of the same stage.

/** For all test files of a process: each loads our modules anew, but not what is global. */
const shared = globalThis as { keptSyntheses?: Map<string, string> };

/** JSON of some megabytes each. */
const maxKept = 12;

/**
 * What was synthesized for an input, made only if no test file of this process has made it before.
 * @param input what the result depends on, as JSON
 * @returns a copy of its own, so that no test can change what another reads
 */
export function keepSynthesis<T>(input: unknown, synthesize: () => T): T {
  shared.keptSyntheses ??= new Map();
  const { keptSyntheses: kept } = shared;
  const key = JSON.stringify(input);
  const found = kept.get(key) ?? JSON.stringify(synthesize());
  kept.delete(key);
  kept.set(key, found);
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
  return JSON.parse(found);
}
