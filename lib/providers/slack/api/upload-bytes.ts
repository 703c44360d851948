// Sends a file's bytes to the upload URL from Slack: docs.slack.dev/messaging/working-with-files#uploading_files
import { ProviderError } from "../../../http/provider-error.ts";
import { fetchProvider, parseRetryAfter } from "../../../http/provider-fetch.ts";
import type { Provider } from "../../../oauth/definition.ts";

const uploadTimeoutMs = 20_000;
const maxAnswerBytes = 64_000;

/**
 * Sends a file without a token. Only Slack's file host and the host of its API are allowed.
 * @throws ProviderError; Slack drops the bytes unless the upload is completed
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
  // No token was sent, so 401 and 403 do not mean that one must be refreshed.
  const kind = status === 429 ? "rate" : status >= 500 ? "transient" : "permanent";
  throw new ProviderError({ kind, code: `http_${status}`, retryAfterSeconds: parseRetryAfter(headers) });
}
