// A cache of data keys. Keys that leave it are wiped from memory.
import { ttlCache } from "../ttl-cache.ts";

export interface CacheSettings {
  readonly capacity: number;
  /** Each entry's lifetime is random between the two, so that many Lambdas do not renew at once. */
  readonly minTtlMs: number;
  readonly maxTtlMs: number;
  /** How long an expired entry may be used while its renewal fails with an outage. */
  readonly graceMs: number;
  /** How long to wait after an outage before the renewal is tried again. */
  readonly retryPauseMs: number;
}

export interface CacheOptions<V> {
  readonly settings: CacheSettings;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Whether an expired entry may be used after this renewal error; any other error removes the entry. */
  readonly isOutage: (error: unknown) => boolean;
  /** Called once for each value that leaves the cache. */
  readonly wipe?: (value: V) => void;
}

interface Entry<V> {
  readonly value: V;
  isWiped: boolean;
}

export interface RenewingCache<V> {
  /** Runs `work` with the value, loading it if needed. `work` must be synchronous: the value may be wiped soon after. */
  use<R>(id: string, load: () => Promise<V>, work: (value: V) => R): Promise<R>;
  put(id: string, value: V): void;
}

/** Creates a cache. Concurrent misses of one id share one load, and a failed load throws its own error. */
export function createRenewingCache<V>({ settings, clock, random, isOutage, wipe }: CacheOptions<V>): RenewingCache<V> {
  const { capacity, minTtlMs, maxTtlMs, graceMs, retryPauseMs } = settings;
  const cache = ttlCache<Entry<V>>({
    ttlMs: () => minTtlMs + random() * (maxTtlMs - minTtlMs),
    staleIfErrorMs: graceMs,
    isServedStale: isOutage,
    retryPauseMs,
    maxEntries: capacity,
    onRemove: (entry) => scheduleWipe(entry, wipe),
    now: clock,
  });
  return {
    async use(id, load, work) {
      const entry = await cache.read(id, async () => ({ value: await load(), isWiped: false }));
      if (entry.isWiped) throw new Error("A wiped value was about to be used.");
      return work(entry.value);
    },
    put: (id, value) => cache.put(id, { value, isWiped: false }),
  };
}

// Deferred: callers that awaited this entry still use it in a microtask of the current event loop turn.
function scheduleWipe<V>(entry: Entry<V>, wipe: ((value: V) => void) | undefined) {
  setImmediate(() => {
    entry.isWiped = true;
    wipe?.(entry.value);
  });
}
