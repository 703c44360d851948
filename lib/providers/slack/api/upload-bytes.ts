// The bytes of a file go to an address that Slack hands out: docs.slack.dev/messaging/working-with-files#uploading_files
import { ProviderError } from "../../../http/provider-error.ts";
import { fetchProvider, parseRetryAfter } from "../../../http/provider-fetch.ts";
import type { Provider } from "../../../oauth/definition.ts";

const uploadTimeoutMs = 20_000;
const maxAnswerBytes = 64_000;

/**
 * Sends a file, without any token, to nowhere but Slack's own host for files or the one of its API.
 * @throws ProviderError; what was sent is forgotten by Slack unless it is completed
 */
export async function uploadBytes(
  { endpoints }: Provider,
  uploadUrl: string,
  bytes: Uint8Array,
  fetch: typeof globalThis.fetch,
): Promise<void> {
  const api = new URL(endpoints.api);
  if (!URL.canParse(uploadUrl)) throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
  const request = {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: new Uint8Array(bytes),
  };
  const allowedOrigins = [api.origin, `${api.protocol}//files.${api.host}`];
  const limits = { allowedOrigins, deadlineMs: uploadTimeoutMs, maxBytes: maxAnswerBytes, fetch };
  const { ok, status, headers } = await fetchProvider(uploadUrl, request, limits);
  if (ok) return;
  // Without a token there is none to renew: 401 and 403 are refusals like any other.
  const kind = status === 429 ? "rate" : status >= 500 ? "transient" : "permanent";
  throw new ProviderError({ kind, code: `http_${status}`, retryAfterSeconds: parseRetryAfter(headers) });
}
