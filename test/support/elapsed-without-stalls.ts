/**
 * Runs the work and returns its result and the milliseconds it took, without the time in which the machine did not run this
 * process. For deadlines that timers keep; use `measureBusyMs` for work that computes.
 */
export async function elapsedWithoutStalls<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly ms: number }> {
  let ms = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    ms += Math.min(now - last, maxBeatMs);
    last = now;
  };
  const beat = setInterval(tick, 5);
  try {
    const result = await work();
    tick();
    return { result, ms };
  } finally {
    clearInterval(beat);
  }
}

const maxBeatMs = 25;
