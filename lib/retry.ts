import { setTimeout as pause } from "node:timers/promises";

export interface RetryOptions<T> {
  /** Including the first attempt. */
  readonly maxAttempts: number;
  /** Whether to try again after this error; never unless given. */
  readonly isRetryable?: (error: unknown) => boolean;
  /** Whether to try again after this result, such as a write that lost a race; never unless given. */
  readonly isRetryableResult?: (result: T) => boolean;
  /**
   * Milliseconds to wait after an attempt; 0 unless given.
   * @param attempt number of the attempt, from 1
   * @param outcome the error it threw or the result it returned
   */
  readonly delayMs?: (attempt: number, outcome: unknown) => number;
  /** Stops retrying. A wait in progress throws an AbortError. */
  readonly signal?: AbortSignal;
  readonly sleep?: (ms: number, value?: undefined, options?: { signal?: AbortSignal }) => Promise<unknown>;
}

/**
 * Runs an operation until it succeeds or may not be retried.
 * @returns the last attempt's result
 * @throws the last attempt's error
 */
export async function retry<T>(operation: () => Promise<T>, options: RetryOptions<T>): Promise<T> {
  const { maxAttempts, isRetryable, isRetryableResult, delayMs, signal, sleep = pause } = options;
  for (let attempt = 1; ; attempt++) {
    const isOver = () => attempt >= maxAttempts || signal?.aborted === true;
    let outcome: unknown;
    try {
      const result = await operation();
      if (isOver() || isRetryableResult?.(result) !== true) return result;
      outcome = result;
    } catch (error) {
      if (isOver() || isRetryable?.(error) !== true) throw error;
      outcome = error;
    }
    if (delayMs) await sleep(delayMs(attempt, outcome), undefined, signal ? { signal } : {});
  }
}
