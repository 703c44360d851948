import { setTimeout as pause } from "node:timers/promises";

export interface RetryOptions<T> {
  /** The first one included. */
  readonly maxAttempts: number;
  /** Whether another attempt may help after this failure; unless given, none does. */
  readonly isRetryable?: (error: unknown) => boolean;
  /** Whether another attempt may help after this result, such as that of a write that lost a race; unless given, none does. */
  readonly isRetryableResult?: (result: T) => boolean;
  /**
   * Milliseconds to wait after an attempt; unless given, the next one follows at once.
   * @param attempt which one it was; the first is 1
   * @param outcome what it has thrown or returned
   */
  readonly delayMs?: (attempt: number, outcome: unknown) => number;
  /** Ends a wait, which then throws its AbortError; no attempt begins after it. */
  readonly signal?: AbortSignal;
  readonly sleep?: (ms: number, value?: undefined, options?: { signal?: AbortSignal }) => Promise<unknown>;
}

/** Repeats an operation. @returns the result of the last attempt @throws its error */
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
