// Slack's Web API through Slack's own client, restricted to our fetch, without retries and without waiting for rate limits.
import { LogLevel, WebClient } from "@slack/web-api";
import { createProviderFetch } from "../../oauth/client.ts";
import type { Provider } from "../../oauth/definition.ts";
import { toClientError } from "./errors.ts";

/** @returns a client for calls that write; reads use the smaller api/reader.ts */
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
