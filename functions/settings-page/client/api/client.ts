import type { PageConfig } from "../config.ts";
import type { Session } from "../session/stored.ts";
import { type Failure, readFailure, unreachable } from "./failure.ts";

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Api {
  /** Calls the API as the signed-in user. Never throws: what goes wrong is in the answer. */
  call<T>(method: Method, path: string, read: (body: unknown) => T, body?: unknown): Promise<Answer<T>>;
}

const deadlineMs = 30_000;

export function createApi(config: PageConfig, session: Session, onUnauthenticated: () => void): Api {
  return {
    async call(method, path, read, body) {
      try {
        const response = await fetch(config.apiBase + path, {
          method,
          cache: "no-store",
          headers: {
            authorization: `Bearer ${session.accessToken}`,
            accept: "application/json",
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(deadlineMs),
        });
        const parsed: unknown = await response.json().catch(() => undefined);
        if (response.ok) return { ok: true, value: read(parsed) };
        if (response.status === 401) onUnauthenticated();
        return { ok: false, failure: readFailure(response.status, response.headers, parsed) };
      } catch {
        return { ok: false, failure: unreachable };
      }
    },
  };
}

/** Path and query; entries without a value are left out. */
export function address(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const search = new URLSearchParams(given).toString();
  return search ? `${path}?${search}` : path;
}
