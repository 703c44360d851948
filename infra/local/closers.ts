export interface Closers {
  add(close: () => Promise<void>): void;
  /** Closes everything in reverse order. What is added afterwards is closed at once. */
  close(): Promise<void>;
}

/** Collects how to stop what was started, so that a start which fails half-way leaves nothing running. */
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

/** Like Promise.all, but rejects only after all parts have settled, so that everything they started can be closed. */
export async function awaitAll<T extends readonly Promise<unknown>[]>(
  parts: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}
