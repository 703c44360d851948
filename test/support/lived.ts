/**
 * The milliseconds that work takes, without those in which the machine gave this process no time: for deadlines, which are kept by
 * timers. Work that computes is measured with `busyMs`.
 */
export async function livedMs(work: () => Promise<unknown>): Promise<number> {
  let lived = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    lived += Math.min(now - last, longestBeat);
    last = now;
  };
  const beat = setInterval(tick, 5);
  try {
    await work();
  } finally {
    clearInterval(beat);
    tick();
  }
  return lived;
}

const longestBeat = 25;
