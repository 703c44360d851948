import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startStalls } from "./stalls.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The signals of one minute of stalls, as [signal, second]. */
function playMinute(seed: number) {
  const signals: [string, number][] = [];
  const from = Date.now();
  const stalls = startStalls({
    seed,
    signal: (name) => signals.push([name, (Date.now() - from) / 1000]),
    log: () => {},
  });
  vi.advanceTimersByTime(60_000);
  stalls.stop();
  return signals;
}

test("stops and continues the processes in turn, for one to three seconds", () => {
  const signals = playMinute(7);
  expect(signals.length).toBeGreaterThanOrEqual(6);
  for (let at = 0; at + 1 < signals.length; at += 2) {
    const [stop, from = 0] = signals[at] ?? [];
    const [go, to = 0] = signals[at + 1] ?? [];
    expect([stop, go]).toEqual(["SIGSTOP", "SIGCONT"]);
    if (at + 2 < signals.length) expect(to - from).toSatisfy((length: number) => length >= 1 && length <= 3);
  }
});

test("stalls at the same times for the same seed, and at others for another seed", () => {
  expect(playMinute(7)).toEqual(playMinute(7));
  expect(playMinute(7)).not.toEqual(playMinute(8));
});

test("continues all processes when stopped in the middle of a stall, and stalls no more", () => {
  const signals: string[] = [];
  const stalls = startStalls({ seed: 7, signal: (name) => signals.push(name), log: () => {} });
  while (!signals.includes("SIGSTOP")) vi.advanceTimersByTime(100);
  stalls.stop();
  vi.advanceTimersByTime(120_000);
  expect(signals).toEqual(["SIGSTOP", "SIGCONT"]);
});
