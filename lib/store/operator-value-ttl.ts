import type { TtlCacheOptions } from "../ttl-cache.ts";

/**
 * How long a container keeps what an operator sets (secrets, client ids): five minutes, and for up to an hour while its store does
 * not answer. That a value is missing is believed for 30 seconds, and never longer.
 */
export const operatorValueTtl = {
  ttlMs: (value) => (value === undefined ? 30_000 : 5 * 60_000),
  staleIfErrorMs: 55 * 60_000,
  isServedStale: (_error, value) => value !== undefined,
  retryPauseMs: 30_000,
} satisfies TtlCacheOptions<unknown>;
