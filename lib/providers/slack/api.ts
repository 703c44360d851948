// Slack's Web API through Slack's own client, restricted to our fetch, without retries and without waiting for rate limits.
import { LogLevel, WebClient } from "@slack/web-api";
import { ProviderError } from "../../http/provider-error.ts";
import { classifyByStatus } from "../../http/provider-json.ts";
import { createProviderFetch } from "../../oauth/client.ts";
import type { Provider } from "../../oauth/definition.ts";
import { toClientError } from "./errors.ts";

/** @returns a client for calls that write; reads use the smaller api/reader.ts */
export function createSlackClient(provider: Provider, token: string, fetch: typeof globalThis.fetch): WebClient {
  const fetchFromProvider = createProviderFetch(provider, fetch, { maxBytes: 5_000_000 });
  // Slack's client reads "1e9" seconds as 1, and without a Retry-After takes a 429 for a request that broke off.
  const send = async (url: string, init: RequestInit) => {
    const response = await fetchFromProvider(url, init);
    if (response.status !== 429) return response;
    throw new ProviderError(classifyByStatus({ status: 429, headers: response.headers, body: undefined }));
  };
  return new WebClient(token, {
    slackApiUrl: provider.endpoints.api,
    fetch: (url, init) => send(String(url), init as RequestInit),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silentLogger,
  });
}

/** Slack's client would log whole requests. */
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

/** Runs a call of Slack's client. @throws ProviderError for whatever the client throws */
export async function callSlack<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toClientError(error);
  }
}
