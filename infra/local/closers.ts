export interface Closers {
  add(close: () => Promise<void>): void;
  /** Closes everything, the last started first; what starts late is closed at once. */
  close(): Promise<void>;
}

/** Remembers how to end what was started, so that a start that fails half-way leaves nothing behind. */
export function createClosers(): Closers {
  const open: (() => Promise<void>)[] = [];
  let closed = false;
  return {
    add(close) {
      if (closed) void close();
      else open.push(close);
    },
    async close() {
      closed = true;
      for (let close = open.pop(); close; close = open.pop()) await close();
    },
  };
}

/** As Promise.all, but a failure waits for the others' end: by then it is known what they started, and all of it can be closed. */
export async function awaitAll<T extends readonly Promise<unknown>[]>(
  parts: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}
