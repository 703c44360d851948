// Kept answers brought anew: one at a time asks the provider.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { type CacheEntry, claimRefill, readCache, releaseRefill, storeRefill } from "../store/cache.ts";
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

/** Longer than a request may take, so that a claim outlives its owner only when that has crashed. */
const claimSeconds = 30;
/** How long others wait for the one who asks. */
const waitTimeoutMs = 20_000;

/** @param before the answer of earlier, where it is continuable */
type Load<S extends z.ZodType> = (before?: z.output<S>) => Promise<z.output<S>>;

/**
 * Brings an answer anew. One at a time asks the provider; the others wait for what it brings.
 * A cache that fails is never an error.
 * @param from epoch milliseconds at which the account was read: what came since is as good as new
 * @throws what `load` throws; Problem provider_unavailable when the one who asks takes too long
 */
export async function singleFlight<S extends z.ZodType>(
  of: Connection,
  wanted: CachePolicy<S>,
  load: Load<S>,
  { from, ...needs }: CacheDependencies & { readonly from: number },
): Promise<z.output<S>> {
  const at = toCacheKey(of, wanted.name);
  const claim = randomUUID();
  const readLoadedSince = (kept: CacheEntry | undefined) =>
    (kept?.storedAt ?? 0) < from ? undefined : readFresh(of, wanted, kept, needs);
  for (let pause = 100; Date.now() - from < waitTimeoutMs; pause = Math.min(pause * 1.5, 1000)) {
    const claimed = await claimRefill(at, claim, needs.now(), claimSeconds).catch(() => "broken" as const);
    if (claimed === "broken") return load();
    if (claimed === undefined) await sleep(pause * (0.75 + Math.random() / 2));
    const theirs = claimed ? claimed.before : await readCache(at, true).catch(() => undefined);
    const answer = await readLoadedSince(theirs);
    if (answer === undefined && claimed) {
      const before = wanted.staleSeconds === undefined ? undefined : await readStale(of, wanted, theirs, needs);
      return loadAndStore(of, wanted, () => load(before), claim, needs);
    }
    if (answer === undefined) continue;
    if (claimed) await releaseRefill(at, claim).catch(() => undefined);
    return answer;
  }
  throw new Problem("provider_unavailable", { retryAfter: 2 });
}

interface LoadExclusiveOptions extends CacheWrite {
  /** Epoch milliseconds until which to wait for another one who is at it. */
  readonly until: number;
}

/**
 * Brings an answer anew where nobody waits for it, after whoever is at it: unlike theirs, it knows of what has happened just now.
 * @param load undefined for what had better not be kept
 * @returns whether it is kept; false also where others took too long, or the row was cleared meanwhile
 * @throws what `load` throws, or the store
 */
export async function loadExclusive(
  of: Connection,
  { until, ...keeping }: LoadExclusiveOptions,
  load: () => Promise<unknown>,
  needs: CacheDependencies,
): Promise<boolean> {
  const at = toCacheKey(of, keeping.name);
  const claim = randomUUID();
  while (!(await claimRefill(at, claim, needs.now(), claimSeconds))) {
    if (Date.now() >= until) return false;
    await sleep(150 + Math.random() * 150);
  }
  try {
    const fresh = await load();
    if (fresh !== undefined) return await storeRefill(at, claim, await sealAnswer(of, keeping, fresh, needs));
  } catch (error) {
    await releaseRefill(at, claim);
    throw error;
  }
  await releaseRefill(at, claim);
  return false;
}

async function loadAndStore<S extends z.ZodType>(
  of: Connection,
  wanted: CachePolicy<S>,
  load: Load<S>,
  claim: string,
  needs: CacheDependencies,
): Promise<z.output<S>> {
  const at = toCacheKey(of, wanted.name);
  const countWriteFailure = () => count("CacheWriteFailed", { provider: of.provider });
  try {
    const fresh = await load();
    const seconds = typeof wanted.seconds === "function" ? wanted.seconds(fresh) : wanted.seconds;
    const kept =
      seconds > 0
        ? sealAnswer(of, { ...wanted, seconds }, fresh, needs).then((content) => storeRefill(at, claim, content))
        : releaseRefill(at, claim);
    await kept.catch(countWriteFailure);
    return fresh;
  } catch (error) {
    await releaseRefill(at, claim).catch(countWriteFailure);
    throw error;
  }
}
