// Runs work on many items with limited concurrency.

/**
 * Runs work with the same key one after the other, in the order of the calls. Different keys run in parallel.
 * @returns a function that runs work under a key; it returns or throws what the work does
 */
export function serializeByKey() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const previous = last.get(key) ?? Promise.resolve();
    const result = previous.then(work, work);
    last.set(key, result);
    try {
      return await result;
    } finally {
      if (last.get(key) === result) last.delete(key);
    }
  };
}

/**
 * Processes all items in batches of `size`, one batch after the other.
 * @returns one result per item, in order @throws the first failure; no further batch starts after it
 */
export async function mapInBatches<T, R>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += size) {
    results.push(...(await Promise.all(items.slice(at, at + size).map(work))));
  }
  return results;
}

/** Like {@link mapInBatches}, but processes every item even if some fail. @throws the first failure, once all are done */
export async function settleInBatches<T>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const outcomes = await mapInBatches(items, size, (item) => Promise.allSettled([work(item)]));
  const failed = outcomes.flat().find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/**
 * Processes all items, at most `maxAtOnce` at a time; the next starts as soon as one is done.
 * @returns one result per item, in order @throws the first failure; the other items are still processed
 */
export async function mapInParallel<T, R>(
  items: readonly T[],
  maxAtOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(maxAtOnce, items.length) }, worker));
  return results;
}
