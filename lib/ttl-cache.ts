// The cache of a container for what is loaded from elsewhere. All times are milliseconds, clocks are epoch milliseconds.

export interface TtlCacheOptions<T> {
  /** How long a value is fresh, counted from when its load began. */
  readonly ttlMs: number | ((value: T) => number);
  /** How long past that it may still serve while loading it again fails. Unless given, readers get the failure. */
  readonly staleIfErrorMs?: number;
  /** Whether a value may serve in spite of this failure; where not, it is dropped. Always unless given. */
  readonly isServedStale?: (error: unknown, value: T) => boolean;
  /** How long a failure is believed before the value is loaded again; 0 unless given. */
  readonly retryPauseMs?: number;
  /** Beyond that, the value used least recently is dropped. */
  readonly maxEntries?: number;
  /** Called once for each value that leaves the cache. */
  readonly onRemove?: (value: T) => void;
  readonly now?: () => number;
}

export interface ReadOptions {
  /** A value that was last asked for before this time is loaded again. */
  readonly askedSince?: number;
  /** Another clock than the cache's, for callers that bring their own. */
  readonly now?: () => number;
}

export interface TtlCache<T> {
  /** The value of a key; concurrent reads share one load. @throws what `load` throws; a failure is not cached */
  read(key: string, load: () => Promise<T>, options?: ReadOptions): Promise<T>;
  put(key: string, value: T): void;
  /** A load under way does not bring the value back. */
  delete(key: string): void;
}

interface Entry<T> {
  readonly value: T;
  askedAt: number;
  freshUntil: number;
  readonly staleUntil: number;
}

/** Values by key, each loaded by its reader. */
export function ttlCache<T>(options: TtlCacheOptions<T>): TtlCache<T> {
  const clock = options.now ?? Date.now;
  const entries = entryMap(options);
  const loading = new Map<string, { readonly result: Promise<T>; readonly askedAt: number }>();

  function start(key: string, load: () => Promise<T>, now: () => number): Promise<T> {
    const askedAt = now();
    const isCurrent = () => loading.get(key)?.result === result;
    const result: Promise<T> = load()
      .then(
        (value) => (isCurrent() ? entries.store(key, value, askedAt) : value),
        (error: unknown) => {
          if (isCurrent()) return entries.serveStale(key, error, askedAt, now());
          throw error;
        },
      )
      .finally(() => isCurrent() && loading.delete(key));
    loading.set(key, { result, askedAt });
    return result;
  }

  return {
    async read(key, load, { askedSince = Number.NEGATIVE_INFINITY, now = clock } = {}) {
      const entry = entries.fresh(key, askedSince, now());
      if (entry) return entry.value;
      const current = loading.get(key);
      return current && current.askedAt >= askedSince ? current.result : start(key, load, now);
    },
    put: (key, value) => void entries.store(key, value, clock()),
    delete(key) {
      loading.delete(key);
      entries.remove(key);
    },
  };
}

/** The values that were loaded, the one used least recently first. */
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
      if (entry === undefined || now >= entry.freshUntil || entry.askedAt < askedSince) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    store(key: string, value: T, askedAt: number): T {
      remove(key);
      const freshUntil = askedAt + (typeof ttlMs === "number" ? ttlMs : ttlMs(value));
      const staleUntil = staleIfErrorMs === undefined ? 0 : freshUntil + staleIfErrorMs;
      entries.set(key, { value, askedAt, freshUntil, staleUntil });
      for (const oldest of entries.keys()) if (entries.size > maxEntries) remove(oldest);
      return value;
    },
    /** @throws the error, where no value may serve in spite of it */
    serveStale(key: string, error: unknown, askedAt: number, now: number): T {
      const entry = entries.get(key);
      if (entry && now < entry.staleUntil && isServedStale(error, entry.value)) {
        // Otherwise every read during an outage would wait for the time-outs of its own load.
        entry.freshUntil = Math.min(now + retryPauseMs, entry.staleUntil);
        entry.askedAt = askedAt;
        return entry.value;
      }
      remove(key);
      throw error;
    },
  };
}

/** The cache of one value: a function that answers it, loading it when needed. Options and failures as above. */
export function ttlCached<T>(load: () => Promise<T>, options: TtlCacheOptions<T>): (read?: ReadOptions) => Promise<T> {
  const cache = ttlCache(options);
  return (read) => cache.read("", load, read);
}
