// Loads cached responses: one request at a time calls the provider, the others use its response.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { findProviderError } from "../http/provider-error.ts";
import { count } from "../metrics.ts";
import { type CacheEntry, claimRefill, discardRefill, readCache, releaseRefill, storeRefill } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import {
  type CacheDependencies,
  type CachePolicy,
  type CacheWrite,
  readFresh,
  readStale,
  sealAnswer,
  toCacheKey,
} from "./cache.ts";

/** Longer than a request may take: a claim expires only if its owner crashed. */
const claimSeconds = 30;
/** How long to wait for another request's response: no longer than that request may call the provider. */
const waitTimeoutMs = Math.min(20_000, config("CALL_TIMEOUT_MS").CALL_TIMEOUT_MS);

/** @param before the previous response, if the policy has `staleSeconds` */
type Load<S extends z.ZodType> = (before?: z.output<S>) => Promise<z.output<S>>;

/**
 * Loads a response and caches it. One request at a time calls the provider; the others wait for its response.
 * Failures of the cache are not errors.
 * @param from epoch milliseconds when the connection was read: a response that was cached since counts as new
 * @throws what `load` throws; Problem provider_unavailable when another request takes too long to load it
 */
export async function singleFlight<S extends z.ZodType>(
  connection: Connection,
  policy: CachePolicy<S>,
  load: Load<S>,
  { from, ...dependencies }: CacheDependencies & { readonly from: number },
): Promise<z.output<S>> {
  const at = toCacheKey(connection, policy.name);
  const claim = randomUUID();
  const readLoadedSince = (cached: CacheEntry | undefined) =>
    (cached?.storedAt ?? 0) < from ? undefined : readFresh(connection, policy, cached, dependencies);
  for (let pause = 100; Date.now() - from < waitTimeoutMs; pause = Math.min(pause * 1.5, 1000)) {
    const claimed = await claimRefill(at, claim, dependencies.now(), claimSeconds).catch(() => "broken" as const);
    if (claimed === "broken") return load();
    if (claimed === undefined) await sleep(pause * (0.75 + Math.random() / 2));
    const entry = claimed ? claimed.before : await readCache(at, true).catch(() => undefined);
    const answer = await readLoadedSince(entry);
    if (answer === undefined && claimed) {
      const before =
        policy.staleSeconds === undefined ? undefined : await readStale(connection, policy, entry, dependencies);
      return loadAndStore(connection, { ...policy, claim }, () => load(before), dependencies);
    }
    if (answer === undefined) continue;
    if (claimed) await releaseRefill(at, claim).catch(() => undefined);
    return answer;
  }
  throw new Problem("provider_unavailable", { retryAfter: 2 });
}

interface LoadExclusiveOptions extends CacheWrite {
  /** Epoch milliseconds until which to wait for another request that holds the claim. */
  readonly until: number;
}

/**
 * Loads a response and caches it in the background. Waits for a request that is loading it and then loads it again, because the
 * other request may have started before the change that this call is for.
 * @param load returns undefined for a response that must not be cached
 * @returns whether it was cached; false also when others took too long, or the row was cleared meanwhile
 * @throws what `load` throws, or the store
 */
export async function loadExclusive(
  connection: Connection,
  { until, ...cacheWrite }: LoadExclusiveOptions,
  load: () => Promise<unknown>,
  dependencies: CacheDependencies,
): Promise<boolean> {
  const at = toCacheKey(connection, cacheWrite.name);
  const claim = randomUUID();
  while (!(await claimRefill(at, claim, dependencies.now(), claimSeconds))) {
    if (Date.now() >= until) return false;
    await sleep(150 + Math.random() * 150);
  }
  const askedAt = Date.now();
  try {
    const fresh = await load();
    if (fresh !== undefined)
      return await storeRefill(
        at,
        claim,
        await sealAnswer(connection, { ...cacheWrite, askedAt }, fresh, dependencies),
      );
  } catch (error) {
    await releaseRefill(at, claim);
    throw error;
  }
  await releaseRefill(at, claim);
  return false;
}

async function loadAndStore<S extends z.ZodType>(
  connection: Connection,
  { claim, ...policy }: CachePolicy<S> & { readonly claim: string },
  load: Load<S>,
  dependencies: CacheDependencies,
): Promise<z.output<S>> {
  const at = toCacheKey(connection, policy.name);
  const countWriteFailure = () => count("CacheWriteFailed", { provider: connection.provider });
  const askedAt = Date.now();
  try {
    const fresh = await load();
    const seconds = typeof policy.seconds === "function" ? policy.seconds(fresh) : policy.seconds;
    const written =
      seconds > 0
        ? sealAnswer(connection, { ...policy, seconds, askedAt }, fresh, dependencies).then((content) =>
            storeRefill(at, claim, content),
          )
        : releaseRefill(at, claim);
    await written.catch(countWriteFailure);
    return fresh;
  } catch (error) {
    const end = disprovesCached(error) ? discardRefill : releaseRefill;
    await end(at, claim).catch(countWriteFailure);
    throw error;
  }
}

/** Whether a refusal shows that what is cached is no longer so: it is not there, not shown, or has become too large. */
function disprovesCached(error: unknown): boolean {
  if (error instanceof Problem) return error.code === "payload_too_large";
  const kind = findProviderError(error)?.kind;
  return kind === "absent" || kind === "scope";
}
