// The one way out: deadline, size cap, and only to hosts that were configured.
import { ProviderError } from "./provider-error.ts";

export interface ProviderFetchOptions {
  /** Origins a request may go to, such as `https://slack.com`. */
  readonly allowedOrigins: readonly string[];
  /** For the whole exchange, body included; below the 30 s of an HTTP API. */
  readonly deadlineMs?: number;
  /** Of the decompressed body. */
  readonly maxBytes?: number;
  readonly fetch?: typeof fetch;
}

const defaultDeadlineMs = 10_000;
const defaultMaxBytes = 1_000_000;

/**
 * Fetches from a provider and reads the body to its end, so that nothing can go on after this returns.
 * Redirects are not followed: an answer could send a token elsewhere.
 * @throws ProviderError transient when the provider hangs, resets or cannot be reached; permanent above the size cap
 *   or for an origin that was not configured, before a socket opens
 */
export async function fetchProvider(
  url: string | URL,
  init: RequestInit,
  options: ProviderFetchOptions,
): Promise<Response> {
  const target = new URL(url);
  // Not `target.origin`: that of a blob: address is its inner one.
  const isListed = options.allowedOrigins.includes(`${target.protocol}//${target.host}`);
  const isKnown = isListed && target.username === "" && target.password === "";
  if (!isKnown) throw new ProviderError({ kind: "permanent", code: "egress_refused" });
  const signal = AbortSignal.timeout(options.deadlineMs ?? defaultDeadlineMs);
  const { fetch: send = fetch, maxBytes = defaultMaxBytes } = options;
  try {
    const response = await send(target, { ...init, redirect: "manual", signal });
    const body = await readLimitedBody(response, maxBytes);
    return new Response(toResponseBody(response.status, body), { status: response.status, headers: response.headers });
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError({ kind: "transient", code: wasNeverSent(error) ? "unreachable" : getErrorName(error) });
  }
}

const getErrorName = (error: unknown) => (error instanceof Error ? error.name : "unknown");

/** Errors of Node's network that come before the first byte of a request is sent. */
const unsentErrorCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && unsentErrorCodes.has(String(cause.code));
}

/** `new Response` refuses a body for these (Fetch standard, null body status). */
const toResponseBody = (status: number, body: Uint8Array<ArrayBuffer>) =>
  [204, 205, 304].includes(status) ? null : body;

async function readLimitedBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new ProviderError({ kind: "permanent", code: "answer_too_large" });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** A delay nobody waits for; keeps absurd ones a number that can be calculated with. Seconds. */
const maxDelaySeconds = 1e9;

/** `Retry-After` in seconds, given as a number or a date (RFC 9110 section 10.2.3). */
export function parseRetryAfter(headers: Headers, now: number = Date.now()): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Math.min(Number(value), maxDelaySeconds);
  // `Date.parse` finds a year in "-5" and in "120.5"; every form of an HTTP date begins with the day's name.
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
