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
  /** Asks the API as the signed-in user. Never throws: what goes wrong is in the answer. */
  request<T, R>(
    question: (client: Client<paths>) => Promise<ClientResult<T>>,
    read: (told: T) => R,
  ): Promise<Result<R>>;
}

const requestTimeoutMs = 30_000;

export function createApi(config: PageConfig, session: Session, onUnauthenticated: () => void): Api {
  const client = createClient<paths>({
    baseUrl: config.apiBase,
    headers: { authorization: `Bearer ${session.accessToken}`, accept: "application/json" },
    cache: "no-store",
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(requestTimeoutMs) }),
  });
  return {
    async request<T, R>(
      question: (client: Client<paths>) => Promise<ClientResult<T>>,
      read: (told: T) => R,
    ): Promise<Result<R>> {
      try {
        const { data, error, response } = await question(client);
        // The contract's word: what answers 2xx has the body it promises.
        if (response.ok) return { ok: true, value: read(data as T) };
        if (response.status === 401) onUnauthenticated();
        return { ok: false, failure: readFailure(response.status, response.headers, error) };
      } catch {
        return { ok: false, failure: unreachableFailure };
      }
    },
  };
}

/** The API takes the very ids that it tells; its contract knows those of today only. */
export const toProviderId = (told: string) => told as components["schemas"]["ProviderId"];

/** What a list shows at a time, and the token of what follows; empty at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string;
}

/** The header by which a repeated request is carried out once. */
export const toIdempotencyHeader = (key: string) => ({ "idempotency-key": key });
