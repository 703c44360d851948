/** Runs work that must end in time, also when it ignores its signal. @throws DOMException "TimeoutError" after `ms`. */
export async function runWithDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = new DOMException("The work took too long.", "TimeoutError");
    reject(reason);
    controller.abort(reason);
  }, ms);
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
