// A data-key store in memory that answers asynchronously, as a real one does.
import { setImmediate as laterTurn } from "node:timers/promises";
import type { DataKeyStore, KeyBucket, WrappedKey } from "../../lib/store/data-keys.ts";

export interface MemoryStore extends DataKeyStore {
  readonly rows: Map<string, WrappedKey>;
  readonly calls: string[];
}

export const getRowName = ({ purpose, provider, bucket }: KeyBucket, version: number) =>
  `${purpose}/${provider}/${bucket}/${version}`;

export function createMemoryStore(): MemoryStore {
  const rows = new Map<string, WrappedKey>();
  const calls: string[] = [];
  return {
    rows,
    calls,
    async newest(bucket) {
      calls.push("newest");
      await laterTurn();
      const versions = [...rows].filter(([name]) => name.startsWith(getRowName(bucket, 0).slice(0, -1)));
      return versions.map(([, row]) => row).toSorted((a, b) => b.version - a.version)[0];
    },
    async read(bucket, version) {
      calls.push("read");
      await laterTurn();
      return rows.get(getRowName(bucket, version));
    },
    async claim(bucket, key) {
      calls.push("claim");
      await laterTurn();
      if (rows.has(getRowName(bucket, key.version))) return false;
      rows.set(getRowName(bucket, key.version), key);
      return true;
    },
  };
}
