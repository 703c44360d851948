// The history and the watch of mailboxes; the mails themselves are in the emulator.
interface MessageReference {
  readonly id: string;
  readonly threadId: string;
  readonly labelIds: readonly string[];
}

export const changeTypes = ["messageAdded", "messageDeleted", "labelAdded", "labelRemoved"] as const;
type ChangeType = (typeof changeTypes)[number];

export interface Change {
  readonly id: number;
  readonly type: ChangeType;
  readonly message: MessageReference;
  /** For a change of labels: the labels. */
  readonly labelIds?: readonly string[];
}

interface Watch {
  readonly topicName: string;
  readonly labelIds: readonly string[];
  readonly excludes: boolean;
  /** Epoch milliseconds. */
  readonly expiration: number;
}

export interface Mailbox {
  readonly address: string;
  historyId: number;
  /** The oldest id from which history is available. */
  oldest: number;
  changes: Change[];
  watch: Watch | undefined;
}

export type Mailboxes = ReturnType<typeof createMailboxes>;

const firstHistoryId = 4_200_000;

export function createMailboxes(now: () => number = Date.now) {
  const mailboxes = new Map<string, Mailbox>();
  let first = firstHistoryId;
  return {
    get(address: string): Mailbox {
      const found = mailboxes.get(address);
      if (found) return found;
      const fresh = { address, historyId: first, oldest: first, changes: [], watch: undefined };
      mailboxes.set(address, fresh);
      return fresh;
    },
    /** Adds a change. Its history id grows by a random step, as Gmail's do. */
    change(address: string, change: Omit<Change, "id">): Change {
      const mailbox = this.get(address);
      mailbox.historyId += 1 + Math.floor(Math.random() * 40);
      const changed = { ...change, id: mailbox.historyId };
      mailbox.changes.push(changed);
      return changed;
    },
    /** Whether there is a valid watch that covers changes with these labels. */
    isWatching(address: string, labels: readonly string[]): boolean {
      const { watch } = this.get(address);
      if (!watch || watch.expiration <= now()) return false;
      const hit = watch.labelIds.length === 0 || watch.labelIds.some((label) => labels.includes(label));
      return watch.labelIds.length > 0 && watch.excludes ? !hit : hit;
    },
    /** Drops the history, as if it were too old. */
    forget(): void {
      for (const mailbox of mailboxes.values()) {
        mailbox.historyId += 1;
        mailbox.oldest = mailbox.historyId;
        mailbox.changes = [];
      }
    },
    watched: () => [...mailboxes.values()].filter(({ watch }) => watch !== undefined),
    /** Deletes everything. Later history ids continue above the old ones, so that an old id is never reused. */
    clear(): void {
      first = Math.max(first, ...[...mailboxes.values()].map(({ historyId }) => historyId)) + 1;
      mailboxes.clear();
    },
  };
}
