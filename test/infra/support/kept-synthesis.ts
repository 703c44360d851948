// Synthesizing takes seconds, and many test files need the templates of the same stage.

interface Kept {
  readonly isChecked: boolean;
  /** JSON of some megabytes. */
  readonly json: string;
}

/** For all test files of a process: each loads our modules anew, but not what is global. */
const shared = globalThis as { keptSyntheses?: Map<string, Kept> };

const maxKept = 12;

interface Synthesis<T> {
  /** Whether the checks have to pass, too. What passed them serves those who do not ask for them. */
  readonly isChecked: boolean;
  readonly synthesize: () => T;
}

/**
 * What was synthesized for an input, made only if no test file of this process has made it before.
 * @param input what the result depends on, as JSON
 * @returns a copy of its own, so that no test can change what another reads
 */
export function keepSynthesis<T>(input: unknown, { isChecked, synthesize }: Synthesis<T>): T {
  shared.keptSyntheses ??= new Map();
  const { keptSyntheses: kept } = shared;
  const key = JSON.stringify(input);
  const before = kept.get(key);
  const isUsable = before !== undefined && (before.isChecked || !isChecked);
  const found = isUsable ? before : { isChecked, json: JSON.stringify(synthesize()) };
  kept.delete(key);
  kept.set(key, found);
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
  return JSON.parse(found.json);
}
