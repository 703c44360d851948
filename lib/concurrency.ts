// How many pieces of work run at a time.

/**
 * Work under one key is done one after the other, in the order of the calls; different keys go side by side.
 * @returns a function that runs work under a key, and answers or throws what the work does
 */
export function serializeByKey() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}

/**
 * Works on all items, `size` at a time, each batch after the one before.
 * @returns what came of each item, in order @throws the first failure, after which no further batch begins
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

/** As above, but a failure keeps no other item from its work. @throws the first failure, once all are done */
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
 * Works on all items, `maxAtOnce` at a time: the next begins as soon as one is done.
 * @returns what came of each item, in order @throws the first failure; the other items are still worked on
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
