// One request to a provider's API with an account's token; what an answer means is each provider's own business.
import { retryRead } from "../http/retry-read.ts";
import { createProviderFetch } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";

export interface ApiAccess {
  readonly provider: Provider;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  /** Of the decompressed answer; 5 MB unless given. */
  readonly maxBytes?: number;
  /** Whether the provider accepts the token, for one whose refusals do not say it: set by the first request that asks. */
  isTokenAccepted?: Promise<boolean>;
}

interface ApiRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Reads are tried again after a quick failure; what writes is sent once.
 * @param path below the API's base, begins with a slash; its parts are escaped by the caller
 * @throws ProviderError
 */
export function requestProvider(
  { provider, token, fetch, maxBytes = 5_000_000 }: ApiAccess,
  path: string,
  init: ApiRequest = {},
): Promise<Response> {
  const reach = createProviderFetch(provider, fetch, { maxBytes });
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  const send = () => reach(provider.endpoints.api + path, { ...init, headers });
  return (init.method ?? "GET") === "GET" ? retryRead(send) : send();
}

/** A request that carries JSON, or none where there is no content. */
export function createJsonRequest(method: "POST" | "PUT" | "PATCH" | "DELETE", content?: unknown): ApiRequest {
  const body = content === undefined ? {} : { body: JSON.stringify(content) };
  return { method, headers: { "content-type": "application/json" }, ...body };
}
