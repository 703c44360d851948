import createClient, { type Client } from "openapi-fetch";
import type { PageConfig } from "../config.ts";
import type { Session } from "../session/session-storage.ts";
import { type Failure, readFailure, unreachableFailure } from "./failure.ts";
import type { components, paths } from "./openapi.gen.ts";

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

interface ClientResult<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

export interface Api {
  /** The tenant that the requests name; empty where the token leaves no choice. */
  readonly tenant: string;
  /**
   * Sends a request as the signed-in user. Never throws: errors are in the result.
   * @param send calls the client
   * @param read turns the body of a 2xx answer, and its headers where they count, into the value
   */
  request<T, R>(
    send: (client: Client<paths>) => Promise<ClientResult<T>>,
    read: (data: T, response: Response) => R,
  ): Promise<Result<R>>;
}

const requestTimeoutMs = 30_000;

/**
 * @param tenant for the header `X-Tenant-Id`; empty for none
 * @param onUnauthenticated called when the API answers 401
 */
export function createApi(config: PageConfig, session: Session, tenant: string, onUnauthenticated: () => void): Api {
  const client = createClient<paths>({
    baseUrl: config.apiBase,
    headers: {
      authorization: `Bearer ${session.accessToken}`,
      accept: "application/json",
      ...(tenant && { "x-tenant-id": tenant }),
    },
    cache: "no-store",
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(requestTimeoutMs) }),
  });
  return {
    tenant,
    async request<T, R>(
      send: (client: Client<paths>) => Promise<ClientResult<T>>,
      read: (data: T, response: Response) => R,
    ): Promise<Result<R>> {
      try {
        const { data, error, response } = await send(client);
        // A 2xx answer has the body that the API's contract describes.
        if (response.ok) return { ok: true, value: read(data as T, response) };
        if (response.status === 401) onUnauthenticated();
        return { ok: false, failure: readFailure(response.status, response.headers, error) };
      } catch {
        return { ok: false, failure: unreachableFailure };
      }
    },
  };
}

/** Ids come from the API itself; the generated type lists only the providers known when it was generated. */
export const toProviderId = (id: string) => id as components["schemas"]["ProviderId"];

/** One page of a list. `next` is the token of the following page; empty on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string;
}

/** With this header the API carries out a repeated request only once. */
export const toIdempotencyHeader = (key: string) => ({ "idempotency-key": key });
