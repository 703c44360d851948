export interface Batch<T> {
  add(item: T): void;
  stop(): void;
}

/**
 * Handles the first item at once, then the items of each `ms` together: rendering the page for each of hundreds of items
 * would block it.
 */
export function createBatch<T>(ms: number, handle: (items: readonly T[]) => void): Batch<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending: T[] = [];
  const flush = () => {
    const items = pending;
    pending = [];
    timer = items.length > 0 ? setTimeout(flush, ms) : undefined;
    if (items.length > 0) handle(items);
  };
  return {
    add(item) {
      pending.push(item);
      if (timer === undefined) flush();
    },
    stop: () => clearTimeout(timer),
  };
}
