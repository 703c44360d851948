import { expect, test } from "vitest";
import { runWithDeadline } from "../lib/deadline.ts";
import { retry } from "../lib/retry.ts";

/** An operation that throws these errors or returns these values in turn, and repeats the last one. */
function playOutcomes(...outcomes: (Error | string)[]) {
  const state = { attempts: 0 };
  const operation = async () => {
    const outcome = outcomes[Math.min(state.attempts++, outcomes.length - 1)];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { state, operation };
}

const busy = new Error("busy");
const always = () => true;

test("calls an operation that succeeds once", async () => {
  const { state, operation } = playOutcomes("done");
  expect(await retry(operation, { maxAttempts: 3, isRetryable: always })).toBe("done");
  expect(state.attempts).toBe(1);
});

test("tries again after a retryable failure", async () => {
  const { state, operation } = playOutcomes(busy, busy, "done");
  expect(await retry(operation, { maxAttempts: 3, isRetryable: (error) => error === busy })).toBe("done");
  expect(state.attempts).toBe(3);
});

test.each([
  ["not worth another attempt", { isRetryable: () => false }],
  ["of an operation whose failures are final", {}],
])("throws at once a failure that is %s", async (_, options) => {
  const { state, operation } = playOutcomes(busy, "done");
  await expect(retry(operation, { maxAttempts: 3, ...options })).rejects.toBe(busy);
  expect(state.attempts).toBe(1);
});

test("throws what the last attempt has thrown", async () => {
  const last = new Error("still busy");
  const { state, operation } = playOutcomes(busy, busy, last, "done");
  await expect(retry(operation, { maxAttempts: 3, isRetryable: always })).rejects.toBe(last);
  expect(state.attempts).toBe(3);
});

test("tries again after a retryable result, and returns the last one", async () => {
  const isRetryableResult = (result: unknown) => result === "lost";
  expect(await retry(playOutcomes("lost", "won").operation, { maxAttempts: 3, isRetryableResult })).toBe("won");
  const { state, operation } = playOutcomes("lost");
  expect(await retry(operation, { maxAttempts: 3, isRetryableResult })).toBe("lost");
  expect(state.attempts).toBe(3);
});

test("waits between attempts as long as configured, and not after the last", async () => {
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const outcomes: unknown[] = [];
  const delayMs = (attempt: number, outcome: unknown) => {
    outcomes.push(outcome);
    return attempt * 10;
  };
  const isRetryableResult = (result: unknown) => result === "lost";
  const { operation } = playOutcomes(busy, "lost", busy);
  await retry(operation, { maxAttempts: 3, isRetryable: always, isRetryableResult, delayMs, sleep }).catch(always);
  expect(waits).toEqual([10, 20]);
  expect(outcomes).toEqual([busy, "lost"]);
});

test("stops in the middle of a wait when the time is up", async () => {
  const { state, operation } = playOutcomes(busy);
  const options = { maxAttempts: 4, isRetryable: always, delayMs: () => 60_000 };
  await expect(runWithDeadline(30, (signal) => retry(operation, { ...options, signal }))).rejects.toThrow();
  expect(state.attempts).toBe(1);
});

test("begins no attempt after the time is up", async () => {
  const { state, operation } = playOutcomes(busy);
  const signal = AbortSignal.abort();
  await expect(retry(operation, { maxAttempts: 4, isRetryable: always, signal })).rejects.toBe(busy);
  expect(state.attempts).toBe(1);
});
