const freshMs = 5 * 60_000;
const staleMs = 60 * 60_000;
const missingMs = 30_000;
const pauseMs = 30_000;

/**
 * A value that lives outside, read once per container and five minutes. While its home does not answer the last good value
 * serves for up to an hour; that it is missing is never believed for longer than 30 seconds.
 */
export function remembered<T>(load: () => Promise<T | undefined>, now: () => number = Date.now) {
  let known: { value: T | undefined; at: number } | undefined;
  let pausedUntil = 0;
  let loading: Promise<T | undefined> | undefined;

  async function reload(): Promise<T | undefined> {
    try {
      known = { value: await load(), at: now() };
    } catch (error) {
      if (known?.value === undefined || now() - known.at > staleMs) throw error;
      // Or every request of the outage would wait for its own time-outs first.
      pausedUntil = now() + pauseMs;
    }
    return known.value;
  }

  return async (): Promise<T | undefined> => {
    const lifetime = known?.value === undefined ? missingMs : freshMs;
    if (known !== undefined && (now() - known.at < lifetime || now() < pausedUntil)) return known.value;
    loading ??= reload().finally(() => {
      loading = undefined;
    });
    return loading;
  };
}
