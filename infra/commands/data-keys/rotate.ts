import { mapInParallel } from "../../../lib/concurrency.ts";
import { tenantOwner } from "../../../lib/store/owner.ts";
import { parseConnectionKey } from "../../../lib/store/table.ts";
import { bucketName, toBucket } from "../../../lib/vault/key-id.ts";
import type { KeyAdministration } from "./administration.ts";
import { type Resealed, resealRows } from "./reseal.ts";
import { claimRotation, finishRotation } from "./rotation-row.ts";
import { scanTable } from "./scan-table.ts";
import { findNewestVersions, readStoredKeys, type StoredKey } from "./stored-keys.ts";

/** New keys at a time; KMS allows thousands a second, and other systems of the account use it too. */
const maxKeysAtOnce = 8;

interface Rotated extends Resealed {
  /** Buckets with a new key. */
  readonly buckets: number;
  /** Whether it went on with a rotation that had been begun. */
  readonly isContinued: boolean;
}

interface RotationScope {
  /** Undefined: all of the stage. */
  readonly tenant: string | undefined;
  /** As in the stage's configuration. */
  readonly buckets: number;
}

/**
 * Gives buckets a new data key and seals the rows that stay anew. Broken off anywhere, a second run finishes it; two runs at once share
 * the work, and make one key for each bucket.
 * @throws Problem provider_unavailable where KMS refuses or does not answer
 */
export async function rotateDataKeys(administration: KeyAdministration, scope: RotationScope): Promise<Rotated> {
  const { vault, now, print } = administration;
  const begin = Math.floor(now() / 1000) + 1;
  const rotation = await claimRotation(administration, scope.tenant, begin);
  const isContinued = rotation.startedAt !== begin;
  if (isContinued) print(`Going on with the rotation of ${new Date(rotation.startedAt * 1000).toISOString()}.`);
  // Keys of this second, which are older, must not look newer than the rotation.
  await waitUntil(rotation.startedAt, now);
  const keys = await selectKeys(administration, await readStoredKeys(administration), scope);
  const newest = new Map(findNewestVersions(keys));
  const buckets = [...new Map(keys.map((key) => [bucketName(key), key])).entries()];
  await mapInParallel(buckets, maxKeysAtOnce, async ([name, bucket]) => {
    newest.set(name, await vault.rotate(bucket, rotation.startedAt));
  });
  print(`${buckets.length} bucket${buckets.length === 1 ? "" : "s"} with a new key.`);
  const resealed = await resealRows(administration, { newest, includes: (tenant) => isTenant(scope.tenant, tenant) });
  await finishRotation(administration, scope.tenant, rotation, Math.floor(now() / 1000));
  return { ...resealed, buckets: buckets.length, isContinued };
}

/** Seals anew what Lambdas have sealed with a key that they had in memory, and what is older. */
export async function resealStage(administration: KeyAdministration): Promise<Resealed> {
  const newest = findNewestVersions(await readStoredKeys(administration));
  return resealRows(administration, { newest, includes: () => true });
}

/** A tenant by its claim (`acme`), or as rows have it where it is another issuer's or one person's (`c@old#acme`, `u#ada`). */
export function isTenant(named: string | undefined, tenant: string): boolean {
  if (named === undefined) return true;
  if (named.includes("#")) return tenant === named || tenant === named.replace(/^c(?=[#@])/, "t");
  return tenant === `c#${named}` || tenant === tenantOwner(named).tenant;
}

/** The keys of the buckets that a tenant's users are in. Others are in them, too: a bucket follows from a hash. */
async function selectKeys(
  administration: KeyAdministration,
  keys: readonly StoredKey[],
  { tenant, buckets: count }: RotationScope,
): Promise<readonly StoredKey[]> {
  if (tenant === undefined) return keys;
  const buckets = new Set<number>();
  for await (const items of scanTable(administration, "connections"))
    for (const { pk, sk } of items) {
      if (!pk?.S || !/^(owner|connectors)#/.test(pk.S)) continue;
      const owner = parseConnectionKey(pk.S, sk?.S ?? "");
      const user = pk.S.startsWith("connectors#") ? owner.tenant.slice(owner.tenant.indexOf("#") + 1) : owner.user;
      if (isTenant(tenant, owner.tenant)) buckets.add(toBucket(owner.tenant, user, count));
    }
  if (buckets.size === 0) throw new Error(`The tenant "${tenant}" has no connections and no connectors in this stage.`);
  return keys.filter(({ bucket }) => buckets.has(bucket));
}

async function waitUntil(seconds: number, now: () => number): Promise<void> {
  const waitMs = seconds * 1000 - now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}
