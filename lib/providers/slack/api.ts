// Slack's Web API through Slack's own client, kept on a lead: our fetch, no retries, no waiting.
import { ErrorCode, LogLevel, WebClient } from "@slack/web-api";
import { findProviderError, ProviderError } from "../../http/provider-error.ts";
import { createProviderFetch } from "../../oauth/client.ts";
import type { Provider } from "../../oauth/definition.ts";
import { toSlackError } from "./error-classes.ts";

export function createSlackClient(provider: Provider, token: string, fetch: typeof globalThis.fetch): WebClient {
  const send = createProviderFetch(provider, fetch, { maxBytes: 5_000_000 });
  return new WebClient(token, {
    slackApiUrl: provider.endpoints.api,
    fetch: (url, init) => send(String(url), init as RequestInit),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silentLogger,
  });
}

/** Slack's client logs requests; what we log is decided elsewhere. */
const noop = () => undefined;
const silentLogger = {
  debug: noop,
  info: noop,
  warn: noop,
  error: noop,
  setLevel: noop,
  getLevel: () => LogLevel.ERROR,
  setName: noop,
};

/** Runs a call and turns what Slack's client throws into a ProviderError. */
export async function callSlack<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toClientError(error);
  }
}

function toClientError(error: unknown): Error {
  if (error instanceof ProviderError) return error;
  if (!(error instanceof Error) || !("code" in error)) {
    return new ProviderError({ kind: "transient", code: "request_failed" });
  }
  if (error.code === ErrorCode.RateLimitedError) {
    const retryAfterSeconds = "retryAfter" in error ? Number(error.retryAfter) : undefined;
    return new ProviderError({ kind: "rate", retryAfterSeconds });
  }
  if (error.code === ErrorCode.PlatformError && "data" in error) {
    return toSlackError(error.data as { error?: string; needed?: string });
  }
  const cause = "original" in error ? findProviderError(error.original) : undefined;
  // What never left is told apart from what may have been done.
  const code = cause?.code === "unreachable" ? cause.code : String(error.code);
  return new ProviderError({ kind: "transient", code }, { cause });
}
