// A small LRU whose entries are renewed when their time is up, and bridge an outage of what renews them.

export interface CacheSettings {
  readonly capacity: number;
  /** Each entry lives a random time between the two, so that many Lambdas do not renew at once. */
  readonly minTtlMs: number;
  readonly maxTtlMs: number;
  /** How long past its time an entry may serve while renewal meets an outage. */
  readonly graceMs: number;
  /** How long an outage is believed before renewal is tried again. */
  readonly retryPauseMs: number;
}

export interface CacheOptions<V> {
  readonly settings: CacheSettings;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Whether this failed renewal may be bridged; any other failure drops the entry. */
  readonly isOutage: (error: unknown) => boolean;
  /** Called once for each value that leaves the cache. */
  readonly wipe?: (value: V) => void;
}

interface Entry<V> {
  readonly value: V;
  usableUntil: number;
  readonly staleUntil: number;
  wiped: boolean;
}

export interface RenewingCache<V> {
  /** Runs `work` on the value, loading it first when needed; `work` is synchronous, since the value may be wiped soon after. */
  use<R>(id: string, load: () => Promise<V>, work: (value: V) => R): Promise<R>;
  put(id: string, value: V): void;
}

/** Concurrent misses of one id share one load; a failed load throws its own error. */
export function renewingCache<V>(options: CacheOptions<V>): RenewingCache<V> {
  const { settings, clock, isOutage } = options;
  const entries = new Map<string, Entry<V>>();
  const loading = new Map<string, Promise<Entry<V>>>();

  const drop = (id: string) => {
    const entry = entries.get(id);
    entries.delete(id);
    if (entry) wipeLater(entry, options.wipe);
  };
  const keep = (id: string, value: V) => {
    drop(id);
    const entry = newEntry(value, options);
    entries.set(id, entry);
    for (const oldest of entries.keys()) if (entries.size > settings.capacity) drop(oldest);
    return entry;
  };
  const renew = async (id: string, load: () => Promise<V>) => {
    try {
      return keep(id, await load());
    } catch (error) {
      const held = entries.get(id);
      if (held && isOutage(error) && clock() < held.staleUntil) {
        held.usableUntil = Math.min(clock() + settings.retryPauseMs, held.staleUntil);
        return held;
      }
      drop(id);
      throw error;
    }
  };
  const current = (id: string, load: () => Promise<V>) => {
    const held = entries.get(id);
    if (held && clock() < held.usableUntil) {
      entries.delete(id);
      entries.set(id, held);
      return held;
    }
    const started = loading.get(id) ?? renew(id, load).finally(() => loading.delete(id));
    loading.set(id, started);
    return started;
  };
  const use = async <R>(id: string, load: () => Promise<V>, work: (value: V) => R) => {
    const entry = await current(id, load);
    if (entry.wiped) throw new Error("A wiped value was about to be used.");
    return work(entry.value);
  };
  return { use, put: (id, value) => void keep(id, value) };
}

function newEntry<V>(value: V, { settings, clock, random }: CacheOptions<V>): Entry<V> {
  const { minTtlMs, maxTtlMs, graceMs } = settings;
  const usableUntil = clock() + minTtlMs + random() * (maxTtlMs - minTtlMs);
  return { value, usableUntil, staleUntil: usableUntil + graceMs, wiped: false };
}

// Not at once: whoever awaited this entry still uses it in a microtask of the current turn.
function wipeLater<V>(entry: Entry<V>, wipe: ((value: V) => void) | undefined) {
  setImmediate(() => {
    entry.wiped = true;
    wipe?.(entry.value);
  });
}
