import type { TtlCacheOptions } from "../ttl-cache.ts";

/**
 * Cache settings for values that an operator sets (secrets, client ids): five minutes, and up to an hour while they cannot be
 * read. A missing value is cached for 30 s at most.
 */
export const operatorValueTtl = {
  ttlMs: (value) => (value === undefined ? 30_000 : 5 * 60_000),
  staleIfErrorMs: 55 * 60_000,
  isServedStale: (_error, value) => value !== undefined,
  retryPauseMs: 30_000,
} satisfies TtlCacheOptions<unknown>;
