/** Tells who listens that something happened in an account. */
export interface Changes {
  /** @param account the connection's id */
  tell(account: string): void;
  /** Anything may have happened anywhere. */
  tellAll(): void;
  /** @returns how to stop listening */
  listen(account: string, listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<{ readonly account: string; readonly listener: () => void }>();
  return {
    tell(changed) {
      for (const { account, listener } of listeners) if (account === changed) listener();
    },
    tellAll() {
      for (const { listener } of listeners) listener();
    },
    listen(account, listener) {
      const entry = { account, listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}
