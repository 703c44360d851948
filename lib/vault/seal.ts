// Seals and unseals values. A sealed token can only be unsealed for the same tenant, user, provider, connection and field.
import { randomBytes } from "node:crypto";
import type { DataKeyStore, KeyBucket } from "../store/data-keys.ts";
import { createDataKeys, type DataKeysOptions } from "./data-keys.ts";
import { tamperedProblem } from "./failures.ts";
import { toBucket } from "./key-id.ts";
import type { KeyService } from "./key-service.ts";
import { nonceBytes, openRecord, parseRecord, sealRecord } from "./record.ts";
import type { CacheSettings } from "./renewing-cache.ts";
import type { SealContext } from "./seal-context.ts";

export type { Purpose, SealContext } from "./seal-context.ts";

/**
 * All functions throw `provider_unavailable` if the key service refuses, or has an outage and no key is cached. `unseal` and
 * `unsealBytes` throw `internal` for a record that was changed or moved. `getVaultFailure` tells them apart. None of these
 * errors says anything about the connection: never answer one with "reconnect".
 */
export interface Vault {
  seal(plaintext: string | Uint8Array, context: SealContext): Promise<Uint8Array>;
  unseal(sealed: Uint8Array, context: SealContext): Promise<string>;
  unsealBytes(sealed: Uint8Array, context: SealContext): Promise<Buffer>;
}

export interface RotatingVault extends Vault {
  /**
   * Creates a new data key for a bucket; records under old versions stay readable.
   * @param madeBefore epoch seconds: a newest key that is not older stays
   * @returns the newest version
   */
  rotate(bucket: KeyBucket, madeBefore?: number): Promise<number>;
}

export interface VaultOptions {
  readonly keys: KeyService;
  readonly store: DataKeyStore;
  /** Number of data keys per purpose and provider; each user belongs to one of these buckets. */
  readonly buckets: number;
  readonly maxKeyAgeDays: number;
  readonly report: DataKeysOptions["report"];
  readonly cache?: Partial<CacheSettings>;
  readonly deadlineMs?: number;
  readonly clock?: () => number;
  readonly random?: () => number;
  /** Cryptographically secure random bytes. */
  readonly randomBytes?: (size: number) => Buffer;
}

const minute = 60_000;
const defaultCache: CacheSettings = {
  capacity: 256,
  minTtlMs: 5 * minute,
  maxTtlMs: 15 * minute,
  graceMs: 60 * minute,
  retryPauseMs: minute / 2,
};

/** Creates a vault; the cache keeps 256 data keys for 5 to 15 minutes unless given. */
export function createVault(options: VaultOptions): RotatingVault {
  const { buckets, report, randomBytes: nonce = randomBytes } = options;
  const keyring = createDataKeys({
    keys: options.keys,
    store: options.store,
    report,
    cache: { ...defaultCache, ...options.cache },
    maxKeyAgeMs: options.maxKeyAgeDays * 24 * 60 * minute,
    deadlineMs: options.deadlineMs ?? 3000,
    clock: options.clock ?? Date.now,
    random: options.random ?? Math.random,
  });
  const reportTampered = (reason: string, context: SealContext) => {
    report("VaultTampered", context);
    return tamperedProblem(reason);
  };
  const unsealBytes: Vault["unsealBytes"] = async (sealed, context) => {
    const record = parseRecord(sealed);
    if (!record) throw reportTampered("not a sealed record", context);
    const { purpose, provider } = record.keyId;
    if (purpose !== context.purpose || provider !== context.provider)
      throw reportTampered("another purpose's key", context);
    const plaintext = await keyring.withKey(record.keyId, (key) => openRecord(record, context, key));
    if (plaintext === undefined) throw reportTampered("changed or moved", context);
    return plaintext;
  };
  return {
    unsealBytes,
    seal(plaintext, context) {
      const { purpose, provider, tenant, user } = context;
      const bucket = { purpose, provider, bucket: toBucket(tenant, user, buckets) };
      return keyring.withCurrentKey(bucket, (dataKey, id) =>
        sealRecord(plaintext, context, { id, dataKey, nonce: nonce(nonceBytes) }),
      );
    },
    async unseal(sealed, context) {
      const bytes = await unsealBytes(sealed, context);
      const plaintext = bytes.toString("utf8");
      bytes.fill(0);
      return plaintext;
    },
    rotate: keyring.rotate,
  };
}
