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

/** Slow failures are not retried: a second attempt would most likely be slow too. */
const maxRetryableMs = 2000;
const baseDelayMs = 150;
/** The longest `Retry-After` we wait for; longer ones are passed on to the client. */
const maxRetryAfterMs = 2000;

/** Tries up to three times after quick failures: broken connections, 502 to 504, limits of 2 s at most. Jitter keeps callers apart. @throws the last error */
export function retryRead(
  send: () => Promise<Response>,
  { sleep, random, clock }: RetryTiming = defaultTiming,
): Promise<Response> {
  let startedAt = 0;
  const isQuick = () => clock() - startedAt <= maxRetryableMs;
  const sendTimed = () => {
    startedAt = clock();
    return send();
  };
  return retry(sendTimed, {
    maxAttempts: 3,
    isRetryable: (error) => isQuick() && findProviderError(error)?.kind === "transient",
    isRetryableResult: (response) => isQuick() && isTransient(response),
    delayMs: (attempt, outcome) => getRetryAfterMs(outcome) + baseDelayMs * 2 ** (attempt - 1) * (0.5 + random()),
    sleep,
  });
}

function isTransient(response: Response): boolean {
  const hasRetryAfter = parseRetryAfter(response.headers) !== undefined;
  if (response.status === 429 && !hasRetryAfter) return false;
  return [429, 502, 503, 504].includes(response.status) && getRetryAfterMs(response) <= maxRetryAfterMs;
}

const getRetryAfterMs = (outcome: unknown): number =>
  outcome instanceof Response ? (parseRetryAfter(outcome.headers) ?? 0) * 1000 : 0;
