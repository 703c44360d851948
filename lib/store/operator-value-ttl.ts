import type { TtlCacheOptions } from "../ttl-cache.ts";

/** For secrets and client ids: cached five minutes, up to an hour while they cannot be read, and 30 s if missing. */
export const operatorValueTtl = {
  ttlMs: (value) => (value === undefined ? 30_000 : 5 * 60_000),
  staleIfErrorMs: 55 * 60_000,
  isServedStale: (_error, value) => value !== undefined,
  retryPauseMs: 30_000,
} satisfies TtlCacheOptions<unknown>;

const clientIdsTtlMs = 10 * 60_000;

/**
 * The same for the client ids, kept for eight to twelve minutes: Parameter Store answers 40 reads a second for the whole
 * account, so containers that start together must not ask again together.
 * https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm
 */
export const createClientIdsTtl = (random: () => number = Math.random) =>
  ({
    ...operatorValueTtl,
    ttlMs: (value: unknown) => (value === undefined ? 30_000 : clientIdsTtlMs * (0.8 + 0.4 * random())),
  }) satisfies TtlCacheOptions<unknown>;
