// Data keys of the vault: finds, creates, rotates and caches them.
import { runWithDeadline } from "../deadline.ts";
import { Problem } from "../errors.ts";
import type { DataKeyStore, KeyBucket, WrappedKey } from "../store/data-keys.ts";
import { getVaultFailure, keyDeniedProblem, keyUnavailableProblem, tamperedProblem } from "./failures.ts";
import { bucketName, formatKeyId, type KeyId } from "./key-id.ts";
import type { KeyService } from "./key-service.ts";
import { isOutage } from "./outage.ts";
import { type CacheSettings, createRenewingCache } from "./renewing-cache.ts";
import type { VaultFailure } from "./vault-error.ts";

export interface DataKeysOptions {
  readonly keys: KeyService;
  readonly store: DataKeyStore;
  readonly cache: CacheSettings;
  /** A key older than this (milliseconds) is replaced when the next record is written. */
  readonly maxKeyAgeMs: number;
  /** Deadline of each key load, retries included. */
  readonly deadlineMs: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly report: (failure: VaultFailure, bucket: Pick<KeyBucket, "purpose" | "provider">) => void;
}

/**
 * `work` must be synchronous: the key may be wiped from memory soon after. Each function throws the problems of
 * failures.ts.
 */
export interface DataKeys {
  /** Runs `work` with the bucket's newest key. Creates the first key, and a new one when the newest is too old. */
  withCurrentKey<R>(bucket: KeyBucket, work: (key: Buffer, id: KeyId) => R): Promise<R>;
  withKey<R>(id: KeyId, work: (key: Buffer) => R): Promise<R>;
  /**
   * Creates a new key version; other Lambdas write with it once their cached one expires.
   * @param madeBefore epoch seconds: a newest key that is not older stays, so that a rotation can be repeated
   * @returns the newest version
   */
  rotate(bucket: KeyBucket, madeBefore?: number): Promise<number>;
}

export function createDataKeys(options: DataKeysOptions): DataKeys {
  const { store, keys, cache, clock, random, report } = options;
  const cacheOptions = { settings: cache, clock, random, isOutage: canUseCachedKey };
  const versions = createRenewingCache<number>(cacheOptions);
  const dataKeys = createRenewingCache<Buffer>({ ...cacheOptions, wipe: (key) => key.fill(0) });
  const load = <T>(bucket: KeyBucket, work: (signal: AbortSignal) => Promise<T>) =>
    runWithDeadline(options.deadlineMs, work).catch((error: unknown) => {
      const problem = toProblem(error);
      const failure = getVaultFailure(problem);
      if (failure) report(failure, bucket);
      throw problem;
    });

  const create = async (bucket: KeyBucket, version: number, signal: AbortSignal) => {
    const { plaintext, wrapped } = await keys.generate(bucket, signal);
    const created = { version, wrapped, createdAt: Math.floor(clock() / 1000) };
    if (await store.claim(bucket, created, signal)) dataKeys.put(formatKeyId({ ...bucket, version }), plaintext);
    // Another Lambda created this version first: its key is the bucket's, and is read like any other.
    else plaintext.fill(0);
    return version;
  };
  const newestVersion = (bucket: KeyBucket) =>
    load(bucket, async (signal) => {
      const newest = await store.newest(bucket, signal);
      if (!newest) return create(bucket, 1, signal);
      if (!isTooOld(newest, options)) return newest.version;
      const replacement = runWithDeadline(options.deadlineMs / 3, (inTime) =>
        create(bucket, newest.version + 1, inTime),
      );
      // During an outage keep using the old key; the next load tries again.
      return replacement.catch((error: unknown) => (isOutage(error) ? newest.version : Promise.reject(error)));
    });
  const unwrap = (id: KeyId) =>
    load(id, async (signal) => {
      const row = await store.read(id, id.version, signal);
      if (!row) throw tamperedProblem("no such data key");
      return keys.unwrap(row.wrapped, id, signal);
    });
  const useKey = <R>(id: KeyId, work: (key: Buffer) => R) => dataKeys.use(formatKeyId(id), () => unwrap(id), work);

  return {
    withKey: useKey,
    async withCurrentKey(bucket, work) {
      const version = await versions.use(
        bucketName(bucket),
        () => newestVersion(bucket),
        (newest) => newest,
      );
      const id = { ...bucket, version };
      return useKey(id, (key) => work(key, id));
    },
    async rotate(bucket, madeBefore = Number.POSITIVE_INFINITY) {
      const version = await load(bucket, async (signal) => {
        const newest = await store.newest(bucket, signal);
        if (newest !== undefined && newest.createdAt >= madeBefore) return newest.version;
        return create(bucket, (newest?.version ?? 0) + 1, signal);
      });
      versions.put(bucketName(bucket), version);
      return version;
    },
  };
}

const canUseCachedKey = (error: unknown) => getVaultFailure(error) === "VaultThrottled";

const isTooOld = ({ createdAt }: WrappedKey, { clock, maxKeyAgeMs }: DataKeysOptions) =>
  clock() - createdAt * 1000 > maxKeyAgeMs;

function toProblem(error: unknown): unknown {
  if (getVaultFailure(error)) return error;
  const root = error instanceof Problem ? error.cause : error;
  const reason = root instanceof Error ? root.name : "unknown";
  return isOutage(error) ? keyUnavailableProblem(reason) : keyDeniedProblem(reason);
}
