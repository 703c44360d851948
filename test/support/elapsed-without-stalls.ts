/**
 * What work comes to, and the milliseconds it takes without those in which the machine gave this process no time: for deadlines, which
 * are kept by timers. Work that computes is measured with `measureBusyMs`.
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
