import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { Problem } from "../errors.ts";
import { describeError, log } from "../log.ts";

interface Surroundings {
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
}

/** Milliseconds. Keys are asked for again after an hour, and on an unknown name; never more often than once a minute. */
const freshFor = 60 * 60_000;
const pause = 60_000;
/** Without any key nothing can be verified, so the first ones are tried for more often. */
const firstPause = 5000;
const timeout = 1500;

/**
 * An issuer's published keys (RFC 7517). While their address does not answer, the last ones serve; jose's own remote set would
 * then ask again for every token, and forget its keys when they are old.
 * @returns a function for jose's `jwtVerify`, which throws Problem provider_unavailable before there were any keys
 */
export function publishedKeys(
  url: string,
  { fetch: send = fetch, now = Date.now }: Surroundings = {},
): JWTVerifyGetKey {
  let known: JWTVerifyGetKey | undefined;
  let knownAt = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    askedAt = now();
    try {
      const answer = await send(url, { signal: AbortSignal.timeout(timeout), redirect: "error" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      known = createLocalJWKSet((await answer.json()) as JSONWebKeySet);
      knownAt = now();
    } catch (error) {
      log.warn("published keys not read", describeError(error));
    }
  }

  /** One question at a time, and not too often. */
  async function refresh(): Promise<void> {
    if (asking === undefined && now() - askedAt < (known ? pause : firstPause)) return;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    await asking;
  }

  return async (header, token) => {
    if (known === undefined || now() - knownAt > freshFor) await refresh();
    if (known === undefined) throw new Problem("provider_unavailable", { retryAfter: 5 });
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      return known(header, token);
    }
  };
}
