/** Does work for every item, some at a time; the first failure ends it after its batch. */
export async function inBatches<T>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  await collected(items, size, work);
}

/** As above, but one that fails keeps none of the others from theirs. @throws the first failure, once all are done */
export async function allInBatches<T>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const outcomes = await collected(items, size, (item) => Promise.allSettled([work(item)]));
  const failed = outcomes.flat().find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** As the first. @returns what came of each item, in order */
export async function collected<T, R>(items: readonly T[], size: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += size) {
    results.push(...(await Promise.all(items.slice(at, at + size).map(work))));
  }
  return results;
}
