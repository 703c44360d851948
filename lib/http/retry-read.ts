// Asking a provider again, where nothing can happen twice by it.
import { setTimeout as pause } from "node:timers/promises";
import { findProviderError } from "./provider-error.ts";
import { retryAfterSeconds } from "./provider-fetch.ts";

interface Waiting {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly clock: () => number;
}

const waiting: Waiting = { sleep: pause, random: Math.random, clock: () => performance.now() };

const tries = 3;
/** A try that took longer was the provider's or the network's trouble of a kind that a second one meets again. */
const quickMs = 2000;
const firstPauseMs = 150;
/** Longest `Retry-After` that a request waits for itself; a longer one is its caller's to keep. */
const longestPauseMs = 2000;

/**
 * Sends what only reads, again after a quick failure: a broken connection, a 502, 503 or 504, or a limit that lasts no longer
 * than two seconds. Waits are jittered, so that many who failed together do not come back together.
 * @throws what the last try threw
 */
export async function retryRead(
  send: () => Promise<Response>,
  { sleep, random, clock }: Waiting = waiting,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const from = clock();
    const outcome = await send().catch((error: unknown) => ({ error }));
    const isOver = attempt === tries || clock() - from > quickMs;
    const wait = isOver ? undefined : pauseAfter(outcome, attempt, random());
    if (wait !== undefined) await sleep(wait);
    else if (outcome instanceof Response) return outcome;
    else throw outcome.error;
  }
}

/** Milliseconds until another try; undefined where none would help. */
function pauseAfter(outcome: Response | { error: unknown }, attempt: number, random: number): number | undefined {
  const jittered = firstPauseMs * 2 ** (attempt - 1) * (0.5 + random);
  if (!(outcome instanceof Response))
    return findProviderError(outcome.error)?.kind === "transient" ? jittered : undefined;
  const { status, headers } = outcome;
  if (![429, 502, 503, 504].includes(status)) return undefined;
  const asked = retryAfterSeconds(headers);
  if (asked === undefined) return status === 429 ? undefined : jittered;
  return asked * 1000 > longestPauseMs ? undefined : asked * 1000 + jittered;
}
