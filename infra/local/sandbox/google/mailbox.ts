// What Gmail remembers of a mailbox besides the mail: its history and its watch.
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
  /** Of a change of labels: which. */
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
  /** The oldest id from which the history is still known. */
  oldest: number;
  changes: Change[];
  watch: Watch | undefined;
}

export type Mailboxes = ReturnType<typeof createMailboxes>;

const firstHistoryId = 4_200_000;

export function createMailboxes(now: () => number = Date.now) {
  const kept = new Map<string, Mailbox>();
  let first = firstHistoryId;
  return {
    of(address: string): Mailbox {
      const found = kept.get(address);
      if (found) return found;
      const fresh = { address, historyId: first, oldest: first, changes: [], watch: undefined };
      kept.set(address, fresh);
      return fresh;
    },
    /** Ids only ever grow, and not by one. */
    change(address: string, change: Omit<Change, "id">): Change {
      const mailbox = this.of(address);
      mailbox.historyId += 1 + Math.floor(Math.random() * 40);
      const changed = { ...change, id: mailbox.historyId };
      mailbox.changes.push(changed);
      return changed;
    },
    /** Whether the watch, if any, lives and asks for a change with these labels. */
    isWatching(address: string, labels: readonly string[]): boolean {
      const { watch } = this.of(address);
      if (!watch || watch.expiration <= now()) return false;
      const hit = watch.labelIds.length === 0 || watch.labelIds.some((label) => labels.includes(label));
      return watch.labelIds.length > 0 && watch.excludes ? !hit : hit;
    },
    /** As if the history up to now were too old to be kept. */
    forget(): void {
      for (const mailbox of kept.values()) {
        mailbox.historyId += 1;
        mailbox.oldest = mailbox.historyId;
        mailbox.changes = [];
      }
    },
    watched: () => [...kept.values()].filter(({ watch }) => watch !== undefined),
    /** Ids go on where they were: whoever remembers one must not take it for another's. */
    clear(): void {
      first = Math.max(first, ...[...kept.values()].map(({ historyId }) => historyId)) + 1;
      kept.clear();
    },
  };
}
