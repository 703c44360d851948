import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { Problem } from "../errors.ts";
import { describeError, log } from "../log.ts";
import { ttlCached } from "../ttl-cache.ts";

interface PublishedKeysOptions {
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
}

/** Keys are fetched again after an hour and when a key id is unknown, at most once a minute. */
const maxAgeMs = 60 * 60_000;
const retryIntervalMs = 60_000;
/** Without keys nothing can be verified, so the first fetch is retried sooner. */
const firstRetryIntervalMs = 5000;
const fetchTimeoutMs = 1500;

/**
 * An issuer's published keys (RFC 7517). While the URL does not answer, the last keys are used; jose's own remote key set would
 * fetch again for every token, and drop its keys when they are old.
 * @returns a function for jose's `jwtVerify`. It throws Problem provider_unavailable until keys were fetched once
 */
export function createPublishedKeys(
  url: string,
  { fetch: send = fetch, now = Date.now }: PublishedKeysOptions = {},
): JWTVerifyGetKey {
  let hadKeys = false;

  async function load(): Promise<JWTVerifyGetKey | undefined> {
    try {
      const answer = await send(url, { signal: AbortSignal.timeout(fetchTimeoutMs), redirect: "error" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const keys = createLocalJWKSet((await answer.json()) as JSONWebKeySet);
      hadKeys = true;
      return keys;
    } catch (error) {
      log.warn("published keys not read", describeError(error));
      if (hadKeys) throw error;
      return undefined;
    }
  }

  const read = ttlCached(load, {
    ttlMs: (keys) => (keys === undefined ? firstRetryIntervalMs : maxAgeMs),
    staleIfErrorMs: Number.POSITIVE_INFINITY,
    retryPauseMs: retryIntervalMs,
    now,
  });

  return async (header, token) => {
    const keys = await read();
    if (keys === undefined) throw new Problem("provider_unavailable", { retryAfter: 5 });
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const newer = await read({ askedSince: now() - retryIntervalMs + 1 });
      return (newer ?? keys)(header, token);
    }
  };
}
