export interface Closers {
  add(close: () => Promise<void>): void;
  /** Closes everything, the last started first; what starts late is closed at once. */
  close(): Promise<void>;
}

/** Remembers how to end what was started, so that a start that fails half-way leaves nothing behind. */
export function closers(): Closers {
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
