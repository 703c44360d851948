// Asking a provider again, where nothing can happen twice by it.
import { setTimeout as pause } from "node:timers/promises";
import { retry } from "../retry.ts";
import { findProviderError } from "./provider-error.ts";
import { parseRetryAfter } from "./provider-fetch.ts";

interface RetryTiming {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly clock: () => number;
}

const defaultTiming: RetryTiming = { sleep: pause, random: Math.random, clock: () => performance.now() };

/** A try that took longer was the provider's or the network's trouble of a kind that a second one meets again. */
const maxRetryableMs = 2000;
const baseDelayMs = 150;
/** Longest `Retry-After` that a request waits for itself; a longer one is its caller's to keep. */
const maxRetryAfterMs = 2000;

/**
 * Sends what only reads, again after a quick failure: a broken connection, a 502, 503 or 504, or a limit that lasts no longer
 * than two seconds. Waits are jittered, so that many who failed together do not come back together.
 * @throws what the last try threw
 */
export function retryRead(
  send: () => Promise<Response>,
  { sleep, random, clock }: RetryTiming = defaultTiming,
): Promise<Response> {
  let from = 0;
  const isQuick = () => clock() - from <= maxRetryableMs;
  const sendTimed = () => {
    from = clock();
    return send();
  };
  return retry(sendTimed, {
    maxAttempts: 3,
    isRetryable: (error) => isQuick() && findProviderError(error)?.kind === "transient",
    isRetryableResult: (response) => isQuick() && isPassing(response),
    delayMs: (attempt, outcome) => askedMs(outcome) + baseDelayMs * 2 ** (attempt - 1) * (0.5 + random()),
    sleep,
  });
}

function isPassing(response: Response): boolean {
  const isAsked = parseRetryAfter(response.headers) !== undefined;
  if (response.status === 429 && !isAsked) return false;
  return [429, 502, 503, 504].includes(response.status) && askedMs(response) <= maxRetryAfterMs;
}

const askedMs = (outcome: unknown): number =>
  outcome instanceof Response ? (parseRetryAfter(outcome.headers) ?? 0) * 1000 : 0;
