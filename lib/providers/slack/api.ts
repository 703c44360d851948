// Slack's Web API through Slack's own client, kept on a lead: our fetch, no retries, no waiting.
import { LogLevel, WebClient } from "@slack/web-api";
import { createProviderFetch } from "../../oauth/client.ts";
import type { Provider } from "../../oauth/definition.ts";
import { toClientError } from "./errors.ts";

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
