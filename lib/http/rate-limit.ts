import { config } from "../config.ts";
import { Problem, restateProblem } from "../errors.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { countRequest } from "../store/counters.ts";
import type { Owner } from "../store/owner.ts";
import type { Response } from "./response.ts";

const { RATE_LIMITS } = config("RATE_LIMITS");

const maxPerMinute = {
  start: RATE_LIMITS.startPerMinute,
  refresh: RATE_LIMITS.refreshPerMinute,
  write: RATE_LIMITS.writesPerMinute,
  query: RATE_LIMITS.queriesPerMinute,
} as const;

type LimitName = keyof typeof maxPerMinute;

const windowSeconds = 60;

interface Limit {
  readonly name: string;
  readonly perMinute: number;
  /** Whether requests pass while the counter cannot be read. */
  readonly passesUncounted?: boolean;
}

/** Counts the request against its user's limit, see {@link withLimit}. */
export const withRateLimit = (
  name: LimitName,
  owner: Owner,
  answer: () => Promise<Response>,
  now: () => number = Date.now,
): Promise<Response> => withLimit({ name, perMinute: maxPerMinute[name] }, owner, answer, now);

/**
 * Counts the request against a limit and adds `RateLimit-*` headers (draft-ietf-httpapi-ratelimit-headers-07).
 * If the counter cannot be read the request is refused, unless it only reads.
 * @throws Problem rate_limited with the seconds until the window ends; provider_unavailable if the counter cannot be read
 */
export async function withLimit(
  { name, perMinute, passesUncounted = false }: Limit,
  owner: Owner,
  answer: () => Promise<Response>,
  now: () => number = Date.now,
): Promise<Response> {
  const seconds = Math.floor(now() / 1000);
  const reset = windowSeconds - (seconds % windowSeconds);
  const counting = countRequest(owner, name, seconds - (seconds % windowSeconds));
  const used = await (passesUncounted ? counting.catch(reportUncounted) : counting);
  if (used === undefined) return answer();
  const remaining = perMinute - used;
  const headers = {
    "ratelimit-limit": String(perMinute),
    "ratelimit-remaining": String(Math.max(remaining, 0)),
    "ratelimit-reset": String(reset),
  };
  if (remaining < 0) throw new Problem("rate_limited", { retryAfter: reset, headers });
  try {
    const response = await answer();
    return { ...response, headers: { ...response.headers, ...headers } };
  } catch (error) {
    throw withRateLimitHeaders(error, headers);
  }
}

function reportUncounted(error: unknown): undefined {
  count("RequestUncounted");
  log.warn("request passes without being counted", describeError(error));
}

/** Failed requests count too, so their responses have the same headers. */
function withRateLimitHeaders(error: unknown, headers: Readonly<Record<string, string>>): Problem {
  if (!(error instanceof Problem)) return new Problem("internal", { cause: error, headers });
  return restateProblem(error, { headers: { ...error.headers, ...headers } });
}

export const limitPerMinute =
  (name: LimitName) =>
  (owner: Owner, answer: () => Promise<Response>): Promise<Response> =>
    withRateLimit(name, owner, answer);
