import { bucketName, formatKeyId } from "../../../lib/vault/key-id.ts";
import type { KeyAdministration } from "./administration.ts";
import { countUses } from "./count-uses.ts";
import { readRotation } from "./rotation-row.ts";
import { listOldKeys, readStoredKeys, type StoredKey } from "./stored-keys.ts";

/** The data keys of each purpose and provider, the oldest of the newest, and what is still sealed under keys that were replaced. */
export async function describeDataKeys(administration: KeyAdministration): Promise<string[]> {
  const keys = await readStoredKeys(administration);
  const uses = await countUses(administration);
  const groups = Map.groupBy(keys, ({ purpose, provider }) => `${purpose} ${provider}`);
  const lines = [...groups].map(([name, group]) => `${name}: ${describeGroup(group, uses)}`);
  return [...(lines.length > 0 ? lines : ["There are no data keys yet."]), await describeRotation(administration)];
}

function describeGroup(keys: readonly StoredKey[], uses: ReadonlyMap<string, number>): string {
  const old = listOldKeys(keys);
  const newest = keys.filter((key) => !old.includes(key));
  const [first] = newest.map(({ createdAt }) => createdAt).sort((a, b) => a - b);
  const buckets = new Set(keys.map(bucketName)).size;
  const used = old.map((key) => uses.get(formatKeyId(key)) ?? 0).filter((count) => count > 0);
  const total = used.reduce((sum, count) => sum + count, 0);
  const current = `${buckets} bucket${buckets === 1 ? "" : "s"}, keys in use since ${toDate(first ?? 0)} or later`;
  if (old.length === 0) return current;
  return `${current}; ${old.length} old, ${used.length} of them with ${total} sealed value${total === 1 ? "" : "s"}`;
}

async function describeRotation(administration: KeyAdministration): Promise<string> {
  const rotation = await readRotation(administration, undefined);
  if (rotation === undefined) return "The stage's keys were never rotated by this command.";
  const begun = `Last rotation of the stage: begun ${toTime(rotation.startedAt)}`;
  if (rotation.finishedAt === undefined) return `${begun}, not finished: run rotate --all again`;
  return `${begun}, finished ${toTime(rotation.finishedAt)}`;
}

const toTime = (seconds: number) => new Date(seconds * 1000).toISOString();
const toDate = (seconds: number) => toTime(seconds).slice(0, 10);
