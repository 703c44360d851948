export interface Batch<T> {
  add(one: T): void;
  stop(): void;
}

/**
 * Works on the first at once, and then on what comes within each `ms` together: a page that draws itself for each of
 * hundreds stands still.
 */
export function createBatch<T>(ms: number, work: (all: readonly T[]) => void): Batch<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gathered: T[] = [];
  const next = () => {
    const all = gathered;
    gathered = [];
    timer = all.length > 0 ? setTimeout(next, ms) : undefined;
    if (all.length > 0) work(all);
  };
  return {
    add(one) {
      gathered.push(one);
      if (timer === undefined) next();
    },
    stop: () => clearTimeout(timer),
  };
}
