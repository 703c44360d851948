import type { TtlCacheOptions } from "../ttl-cache.ts";

/** For secrets and client ids: cached five minutes, up to an hour while they cannot be read, and 30 s if missing. */
export const operatorValueTtl = {
  ttlMs: (value) => (value === undefined ? 30_000 : 5 * 60_000),
  staleIfErrorMs: 55 * 60_000,
  isServedStale: (_error, value) => value !== undefined,
  retryPauseMs: 30_000,
} satisfies TtlCacheOptions<unknown>;
