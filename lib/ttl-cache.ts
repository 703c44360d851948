// In-memory cache with a time to live. Durations are in milliseconds; clocks return epoch milliseconds.

export interface TtlCacheOptions<T> {
  /** How long a value is fresh, counted from the start of its load. */
  readonly ttlMs: number | ((value: T) => number);
  /** How long a stale value may be returned while reloading it fails. Unless given, readers get the error. */
  readonly staleIfErrorMs?: number;
  /** Whether the stale value may be returned after this error; if not, it is removed. Always true unless given. */
  readonly isServedStale?: (error: unknown, value: T) => boolean;
  /** How long to wait after a failed reload before trying again; 0 unless given. */
  readonly retryPauseMs?: number;
  /** When exceeded, the least recently used value is removed. */
  readonly maxEntries?: number;
  /** Called once for each value that leaves the cache. */
  readonly onRemove?: (value: T) => void;
  readonly now?: () => number;
}

export interface ReadOptions {
  /** Load the value again if its last load started before this time. */
  readonly askedSince?: number;
  /** Clock for this read; the cache's clock unless given. */
  readonly now?: () => number;
}

export interface TtlCache<T> {
  /** Returns the value of a key. Concurrent reads share one load. @throws what `load` throws; errors are not cached */
  read(key: string, load: () => Promise<T>, options?: ReadOptions): Promise<T>;
  put(key: string, value: T): void;
  /** Removes a value. A load in progress will not store its result. */
  delete(key: string): void;
}

interface Entry<T> {
  readonly value: T;
  loadStartedAt: number;
  freshUntil: number;
  readonly staleUntil: number;
}

/** Creates a cache of values by key. The reader passes the function that loads a missing value. */
export function ttlCache<T>(options: TtlCacheOptions<T>): TtlCache<T> {
  const clock = options.now ?? Date.now;
  const entries = entryMap(options);
  const loading = new Map<string, { readonly result: Promise<T>; readonly loadStartedAt: number }>();

  function startLoad(key: string, load: () => Promise<T>, now: () => number): Promise<T> {
    const loadStartedAt = now();
    const isCurrent = () => loading.get(key)?.result === result;
    const result: Promise<T> = load()
      .then(
        (value) => (isCurrent() ? entries.store(key, value, loadStartedAt) : value),
        (error: unknown) => {
          if (isCurrent()) return entries.serveStale(key, error, loadStartedAt, now());
          throw error;
        },
      )
      .finally(() => isCurrent() && loading.delete(key));
    loading.set(key, { result, loadStartedAt });
    return result;
  }

  return {
    async read(key, load, { askedSince = Number.NEGATIVE_INFINITY, now = clock } = {}) {
      const entry = entries.fresh(key, askedSince, now());
      if (entry) return entry.value;
      const pending = loading.get(key);
      return pending && pending.loadStartedAt >= askedSince ? pending.result : startLoad(key, load, now);
    },
    put: (key, value) => void entries.store(key, value, clock()),
    delete(key) {
      loading.delete(key);
      entries.remove(key);
    },
  };
}

/** The loaded values, ordered from least to most recently used. */
function entryMap<T>({ onRemove, ...options }: TtlCacheOptions<T>) {
  const { ttlMs, staleIfErrorMs, isServedStale = () => true, retryPauseMs = 0, maxEntries = Infinity } = options;
  const entries = new Map<string, Entry<T>>();

  function remove(key: string): void {
    const entry = entries.get(key);
    entries.delete(key);
    if (entry) onRemove?.(entry.value);
  }

  return {
    remove,
    fresh(key: string, askedSince: number, now: number): Entry<T> | undefined {
      const entry = entries.get(key);
      if (entry === undefined || now >= entry.freshUntil || entry.loadStartedAt < askedSince) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    store(key: string, value: T, loadStartedAt: number): T {
      remove(key);
      const freshUntil = loadStartedAt + (typeof ttlMs === "number" ? ttlMs : ttlMs(value));
      const staleUntil = staleIfErrorMs === undefined ? 0 : freshUntil + staleIfErrorMs;
      entries.set(key, { value, loadStartedAt, freshUntil, staleUntil });
      for (const oldest of entries.keys()) if (entries.size > maxEntries) remove(oldest);
      return value;
    },
    /** Returns the stale value after a failed load. @throws the error if there is none, or it may not be returned */
    serveStale(key: string, error: unknown, loadStartedAt: number, now: number): T {
      const entry = entries.get(key);
      if (entry && now < entry.staleUntil && isServedStale(error, entry.value)) {
        // Otherwise every read during an outage would wait for its own load to time out.
        entry.freshUntil = Math.min(now + retryPauseMs, entry.staleUntil);
        entry.loadStartedAt = loadStartedAt;
        return entry.value;
      }
      remove(key);
      throw error;
    },
  };
}

/**
 * Creates a cache of one value.
 * @returns a function that returns the value and loads it when needed; it throws what `load` throws
 */
export function ttlCached<T>(load: () => Promise<T>, options: TtlCacheOptions<T>): (read?: ReadOptions) => Promise<T> {
  const cache = ttlCache(options);
  return (read) => cache.read("", load, read);
}
