// The wrapped data keys of a stage, as their rows tell of them. The keys themselves are not read.
import type { KeyBucket } from "../../../lib/store/data-keys.ts";
import type { Item } from "../../../lib/store/table.ts";
import { bucketName, formatKeyId } from "../../../lib/vault/key-id.ts";
import type { KeyAdministration } from "./administration.ts";
import { scanTable } from "./scan-table.ts";

export interface StoredKey extends KeyBucket {
  readonly version: number;
  /** Epoch seconds. */
  readonly createdAt: number;
  /** Since when it is to be retired, epoch seconds. */
  readonly retiringAt: number | undefined;
  readonly row: Item;
}

/** The data key that a row of `connections` has; undefined for other rows. */
export function parseKeyRow(item: Item): StoredKey | undefined {
  const [kind, purpose = "", provider = "", bucket] = item.pk?.S?.split("#") ?? [];
  const version = /^v#(\d{6})$/.exec(item.sk?.S ?? "")?.[1];
  if (kind !== "key" || version === undefined || !item.pk || !item.sk) return undefined;
  const retiringAt = item.retiringAt?.N;
  return {
    purpose: decodeURIComponent(purpose),
    provider: decodeURIComponent(provider),
    bucket: Number(bucket),
    version: Number(version),
    createdAt: Number(item.createdAt?.N),
    retiringAt: retiringAt === undefined ? undefined : Number(retiringAt),
    row: { pk: item.pk, sk: item.sk },
  };
}

export async function readStoredKeys(administration: KeyAdministration): Promise<StoredKey[]> {
  const keys: StoredKey[] = [];
  for await (const items of scanTable(administration, "connections"))
    keys.push(...items.flatMap((item) => parseKeyRow(item) ?? []));
  return keys.sort((a, b) => formatKeyId(a).localeCompare(formatKeyId(b), "en", { numeric: true }));
}

/** The newest version of each bucket, by the bucket's name. */
export function findNewestVersions(keys: readonly StoredKey[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const key of keys) newest.set(bucketName(key), Math.max(newest.get(bucketName(key)) ?? 0, key.version));
  return newest;
}

/** Keys that a newer one of their bucket has replaced. */
export function listOldKeys(keys: readonly StoredKey[]): StoredKey[] {
  const newest = findNewestVersions(keys);
  return keys.filter((key) => key.version < (newest.get(bucketName(key)) ?? 0));
}
