/**
 * Runs work with a deadline that holds even if the work ignores its signal.
 * @throws DOMException "TimeoutError" after `ms` milliseconds
 */
export async function runWithDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = new DOMException("The work took too long.", "TimeoutError");
    reject(reason);
    controller.abort(reason);
  }, ms);
  try {
    return await Promise.race([work(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
