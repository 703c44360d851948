// Every provider request goes through here: it has a deadline, a size limit and an allowlist of hosts.
import { ProviderError } from "./provider-error.ts";

export interface ProviderFetchOptions {
  /** Origins a request may go to, such as `https://slack.com`. */
  readonly allowedOrigins: readonly string[];
  /** For the whole exchange including the body; must be below the 30 s of an HTTP API. 10 000 unless given. */
  readonly deadlineMs?: number;
  /** Limit of the decompressed body; 1 000 000 unless given. */
  readonly maxBytes?: number;
  readonly fetch?: typeof fetch;
}

const defaultDeadlineMs = 10_000;
const defaultMaxBytes = 1_000_000;

/**
 * Fetches from a provider and reads the whole body, so no network activity continues after this returns.
 * Redirects are not followed, since they could send a token to another host.
 * @throws ProviderError transient if the provider times out, resets the connection or cannot be reached; permanent above
 *   the size limit, or for an origin that is not allowed (then nothing is sent)
 */
export async function fetchProvider(
  url: string | URL,
  init: RequestInit,
  options: ProviderFetchOptions,
): Promise<Response> {
  const target = new URL(url);
  // Not `target.origin`: for a blob: URL that is the origin of the inner URL.
  const isAllowedOrigin = options.allowedOrigins.includes(`${target.protocol}//${target.host}`);
  const isAllowed = isAllowedOrigin && target.username === "" && target.password === "";
  if (!isAllowed) throw new ProviderError({ kind: "permanent", code: "egress_refused" });
  const signal = AbortSignal.timeout(options.deadlineMs ?? defaultDeadlineMs);
  const { fetch: send = fetch, maxBytes = defaultMaxBytes } = options;
  try {
    const response = await send(target, { ...init, redirect: "manual", signal });
    const body = await readLimitedBody(response, maxBytes).catch((error: unknown) => {
      // The status alone says that the request was refused, so a change was not made.
      if (response.status >= 400 && response.status < 500) return new Uint8Array();
      throw error;
    });
    return new Response(toResponseBody(response.status, body), { status: response.status, headers: response.headers });
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError({ kind: "transient", code: wasNeverSent(error) ? "unreachable" : getErrorName(error) });
  }
}

const getErrorName = (error: unknown) => (error instanceof Error ? error.name : "unknown");

/** Node's network errors that occur before the first byte of a request is sent. */
const unsentErrorCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && unsentErrorCodes.has(String(Reflect.get(cause, "code")));
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

/** Upper bound for `Retry-After`, so that absurd values stay safe to calculate with. */
const maxDelaySeconds = 1e9;

/** Reads `Retry-After`, a number or a date (RFC 9110 section 10.2.3), as seconds. @param now epoch milliseconds */
export function parseRetryAfter(headers: Headers, now: number = Date.now()): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Math.min(Number(value), maxDelaySeconds);
  // `Date.parse` reads "-5" and "120.5" as years; every form of an HTTP date begins with a weekday.
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
