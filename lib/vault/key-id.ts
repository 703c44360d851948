import { createHash } from "node:crypto";
import type { KeyBucket } from "../store/data-keys.ts";
import { prefixLengths } from "./length-prefix.ts";

/** Names one version of one bucket's data key; written into every record, so that the bucket count may change later. */
export interface KeyId extends KeyBucket {
  readonly version: number;
}

// Numbers have one spelling each: "07" next to "7" would be a second name for the same key.
const keyIdPattern = /^([a-z]{1,32})\/([a-z0-9-]{1,32})\/(0|[1-9]\d{0,5})\/([1-9]\d{0,5})$/;

export const bucketName = ({ purpose, provider, bucket }: KeyBucket) => `${purpose}/${provider}/${bucket}`;

/** @throws TypeError for a purpose or provider that `parseKeyId` would not read back. */
export function formatKeyId(id: KeyId): string {
  const text = `${bucketName(id)}/${id.version}`;
  if (!keyIdPattern.test(text)) throw new TypeError("The purpose or provider cannot name a data key.");
  return text;
}

/** `<purpose>/<provider>/<bucket>/<version>`, undefined for anything else. */
export function parseKeyId(text: string): KeyId | undefined {
  const [, purpose, provider, bucket, version] = keyIdPattern.exec(text) ?? [];
  if (!purpose || !provider) return undefined;
  return { purpose, provider, bucket: Number(bucket), version: Number(version) };
}

/** The bucket (0 ≤ bucket < count) that a user's records are written under. */
export function toBucket(tenant: string, user: string, count: number): number {
  const digest = createHash("sha256").update(prefixLengths(tenant, user)).digest();
  return digest.readUInt32BE() % count;
}
