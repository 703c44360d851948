import { setTimeout as sleep } from "node:timers/promises";

export interface RetrySettings {
  readonly attempts: number;
  /** The first pause is at most this long, each further one at most twice the one before. */
  readonly baseMs: number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

/**
 * Tries again while `retryable` says so, with fully jittered pauses, until the signal ends it.
 * The SDK's own retries would not do: its pauses after throttling start at up to a second and outlive an abort.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  retryable: (error: unknown) => boolean,
  signal: AbortSignal,
  { attempts, baseMs, random }: RetrySettings,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= attempts || signal.aborted || !retryable(error)) throw error;
      await sleep(random() * baseMs * 2 ** (tried - 1), undefined, { signal });
    }
  }
}
