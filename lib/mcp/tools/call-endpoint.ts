// Calls our own HTTP endpoints with the caller's bearer token, so a tool can do what its caller can do over HTTP and nothing else.
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";
import { withRequestDeadline } from "../../http/fetch-deadline.ts";
import { ProviderError } from "../../http/provider-error.ts";
import { fetchProvider, parseRetryAfter } from "../../http/provider-fetch.ts";
import type { CallEndpoint, EndpointAnswer, EndpointCall, ToolCaller } from "./tool.ts";

/** Below the 29 s of the Lambda, for all calls of one request together. */
const callsTimeoutMs = 24_000;
/** A tool's result holds an answer twice, as text and as structure, and Lambda answers at most 6 MB. */
const maxAnswerBytes = 2_000_000;

/**
 * Creates the function that tools call our endpoints with. Redirects are answers like any other and never followed: the token
 * would go along.
 * @throws Problem (the returned function) invalid_request for an argument that cannot stand in a path or a header;
 *   payload_too_large for an answer of more than 2 MB; provider_unavailable when the endpoint does not answer in time
 */
export const createCallEndpoint =
  (send: typeof fetch = fetch): CallEndpoint =>
  async (call, caller) => {
    const url = buildUrl(call);
    const content = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    const request = { method: call.method, headers: buildHeaders(call, caller), ...content };
    const answer = await fetchProvider(url, request, {
      allowedOrigins: [url.origin],
      deadlineMs: callsTimeoutMs,
      maxBytes: maxAnswerBytes,
      fetch: withRequestDeadline(caller, callsTimeoutMs, send),
    }).catch(rethrowAsProblem);
    return { status: answer.status, body: parseText(await answer.text()), ...readWait(answer.headers) };
  };

function rethrowAsProblem(cause: unknown): never {
  if (cause instanceof ProviderError && cause.code === "answer_too_large")
    throw new Problem("payload_too_large", { detail: "The answer is too large for a tool. Ask for less of it." });
  throw new Problem("provider_unavailable", { retryAfter: 5, cause });
}

/** Only of our own API: an argument that makes another path of it, such as `..`, is refused. */
function buildUrl({ path, query = {} }: EndpointCall): URL {
  const { PUBLIC_BASE_URL } = config("PUBLIC_BASE_URL");
  const url = URL.parse(path, PUBLIC_BASE_URL);
  if (url?.pathname !== path || !path.startsWith("/api/"))
    throw new Problem("invalid_request", { detail: "An argument has characters that its place cannot have." });
  url.search = new URLSearchParams(query).toString();
  return url;
}

/** What headers can carry unchanged: RFC 9110 section 5.5. */
const visibleAscii = /^[\x21-\x7e]{1,255}$/;

function buildHeaders({ idempotencyKey: key, body }: EndpointCall, caller: ToolCaller): Record<string, string> {
  if (key !== undefined && !visibleAscii.test(key))
    throw new Problem("invalid_request", {
      detail: "idempotencyKey: must be 1 to 255 letters, digits or signs of ASCII, without spaces.",
      members: { field: "idempotencyKey" },
    });
  return {
    accept: "application/json",
    authorization: `Bearer ${caller.token}`,
    ...(caller.tenant === undefined ? {} : { "x-tenant-id": caller.tenant }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(key === undefined ? {} : { "idempotency-key": key }),
  };
}

function readWait(headers: Headers): Pick<EndpointAnswer, "retryAfterSeconds"> {
  const retryAfterSeconds = parseRetryAfter(headers);
  return retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
