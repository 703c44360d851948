// Sends a request to a provider's API with an access token. The provider's code interprets the response.
import { retryRead } from "../http/retry-read.ts";
import { createProviderFetch, createTokenHeader } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";

export interface ApiAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** Maximum size of the decompressed response. Default: 5 MB. */
  readonly maxBytes?: number;
  /** Whether the provider accepts the token, for providers whose errors do not tell. Set by the first request that checks. */
  isTokenAccepted?: Promise<boolean>;
}

interface ApiRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends a request. GETs are retried after a quick failure; other methods are sent once.
 * @param path below the API's base URL, starts with a slash; the caller escapes its parts
 * @throws ProviderError
 */
export function requestProvider(
  { provider, token, fetch, maxBytes = 5_000_000 }: ApiAccess,
  path: string,
  init: ApiRequest = {},
): Promise<Response> {
  const fetchFromProvider = createProviderFetch(provider, fetch, { maxBytes });
  const headers = { ...init.headers, ...createTokenHeader(provider, token) };
  const send = () => fetchFromProvider(provider.endpoints.api + path, { ...init, headers });
  return (init.method ?? "GET") === "GET" ? retryRead(send) : send();
}

/** A request that changes something: a POST of JSON, or a DELETE. */
export interface ChangeRequest {
  readonly method: "POST" | "DELETE";
  /** Begins with a slash; the caller escapes its parts. */
  readonly path: string;
  readonly content?: object;
}

/** A request with a JSON body, or without a body if there is no content. */
export function createJsonRequest(method: "POST" | "PUT" | "PATCH" | "DELETE", content?: unknown): ApiRequest {
  const body = content === undefined ? {} : { body: JSON.stringify(content) };
  return { method, headers: { "content-type": "application/json" }, ...body };
}
