/** Notifies listeners when something has changed in an account. */
export interface AccountChanges {
  /** @param account the connection's id */
  notify(account: string): void;
  /** Notifies every listener: any account may have changed. */
  notifyAll(): void;
  /** @returns a function that unsubscribes */
  subscribe(account: string, listener: () => void): () => void;
}

export function createAccountChanges(): AccountChanges {
  const listeners = new Set<{ readonly account: string; readonly listener: () => void }>();
  return {
    notify(changed) {
      for (const { account, listener } of listeners) if (account === changed) listener();
    },
    notifyAll() {
      for (const { listener } of listeners) listener();
    },
    subscribe(account, listener) {
      const entry = { account, listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}
