import { createHash } from "node:crypto";
import type { KeyBucket } from "../store/data-keys.ts";
import { prefixLengths } from "./length-prefix.ts";

/** One version of a bucket's data key. Every record contains it, so the number of buckets can change later. */
export interface KeyId extends KeyBucket {
  readonly version: number;
}

// No leading zeros: "07" would be a second name of key "7".
const keyIdPattern = /^([a-z]{1,32})\/([a-z0-9-]{1,32})\/(0|[1-9]\d{0,5})\/([1-9]\d{0,5})$/;

export const bucketName = ({ purpose, provider, bucket }: KeyBucket) => `${purpose}/${provider}/${bucket}`;

/**
 * Formats `<purpose>/<provider>/<bucket>/<version>`.
 * @throws TypeError for a purpose or provider that `parseKeyId` would reject
 */
export function formatKeyId(id: KeyId): string {
  const text = `${bucketName(id)}/${id.version}`;
  if (!keyIdPattern.test(text)) throw new TypeError("The purpose or provider cannot name a data key.");
  return text;
}

/** Parses `<purpose>/<provider>/<bucket>/<version>`; undefined for anything else. */
export function parseKeyId(text: string): KeyId | undefined {
  const [, purpose, provider, bucket, version] = keyIdPattern.exec(text) ?? [];
  if (!purpose || !provider) return undefined;
  return { purpose, provider, bucket: Number(bucket), version: Number(version) };
}

/** The bucket (0 ≤ bucket < count) of a user's records. */
export function toBucket(tenant: string, user: string, count: number): number {
  const digest = createHash("sha256").update(prefixLengths(tenant, user)).digest();
  return digest.readUInt32BE() % count;
}
