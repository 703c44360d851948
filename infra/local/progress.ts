/** Prints one line of progress, given without a line break. */
export type Log = (line: string) => void;

/** Runs one step of a start and logs how many seconds it took. */
export async function runStep<T>(log: Log, name: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  log(`${formatSeconds(performance.now() - from).padStart(7)}  ${name}`);
  return result;
}

export const formatSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
