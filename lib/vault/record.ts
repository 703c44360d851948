// A sealed record: version 1 | length of key id | key id | salt 16 | iv 12 | ciphertext | tag 16.
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { formatKeyId, type KeyId, parseKeyId } from "./key-id.ts";
import { assertWellFormed, prefixLengths } from "./length-prefix.ts";
import type { SealContext } from "./seal-context.ts";

const formatVersion = 1;
const saltBytes = 16;
const ivBytes = 12;
const tagBytes = 16;
const cipher = "aes-256-gcm";

/** Length of the random bytes that `sealRecord` needs: a salt and an IV. */
export const nonceBytes = saltBytes + ivBytes;

export interface SealedRecord {
  readonly keyId: KeyId;
  /** Everything before the ciphertext. */
  readonly header: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

// Each record has a derived key (RFC 5869), so the limit of 2³² random IVs per key (NIST SP 800-38D section 8.3) does not
// apply to the shared data key.
function deriveRecordKey(dataKey: Buffer, header: Buffer, purpose: string): Buffer {
  const salt = header.subarray(-nonceBytes, -ivBytes);
  return Buffer.from(hkdfSync("sha256", dataKey, salt, `patchbay/v${formatVersion}/${purpose}`, 32));
}

function buildAdditionalData(header: Buffer, context: SealContext): Buffer {
  const { tenant, user, provider, connection, field, purpose } = context;
  return Buffer.concat([
    header,
    prefixLengths(tenant, user, provider, connection, field, purpose, String(formatVersion)),
  ]);
}

/** What a record is encrypted with. */
interface RecordKey {
  readonly id: KeyId;
  readonly dataKey: Buffer;
  /** `nonceBytes` random bytes, never used twice. */
  readonly nonce: Buffer;
}

/**
 * Encrypts a record.
 * @throws TypeError for text that UTF-8 cannot encode
 */
export function sealRecord(
  plaintext: string | Uint8Array,
  context: SealContext,
  { id, dataKey, nonce }: RecordKey,
): Uint8Array {
  const keyId = Buffer.from(formatKeyId(id), "ascii");
  const header = Buffer.concat([Buffer.of(formatVersion, keyId.length), keyId, nonce]);
  const key = deriveRecordKey(dataKey, header, context.purpose);
  const encryption = createCipheriv(cipher, key, nonce.subarray(saltBytes), { authTagLength: tagBytes });
  key.fill(0);
  encryption.setAAD(buildAdditionalData(header, context));
  const bytes = typeof plaintext === "string" ? Buffer.from(assertWellFormed(plaintext), "utf8") : plaintext;
  return Buffer.concat([header, encryption.update(bytes), encryption.final(), encryption.getAuthTag()]);
}

/** Splits a record into its parts without authenticating it; undefined if it is not a record. */
export function parseRecord(sealed: Uint8Array): SealedRecord | undefined {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const [version, keyIdLength = 0] = bytes;
  const headerBytes = 2 + keyIdLength + nonceBytes;
  if (version !== formatVersion || bytes.length < headerBytes + tagBytes) return undefined;
  const keyId = parseKeyId(bytes.toString("latin1", 2, 2 + keyIdLength));
  if (!keyId) return undefined;
  return {
    keyId,
    header: bytes.subarray(0, headerBytes),
    ciphertext: bytes.subarray(headerBytes, -tagBytes),
    tag: bytes.subarray(-tagBytes),
  };
}

/** Decrypts a record; undefined if it was not sealed with this key for this context. */
export function openRecord(record: SealedRecord, context: SealContext, dataKey: Buffer): Buffer | undefined {
  const { header, ciphertext, tag } = record;
  const key = deriveRecordKey(dataKey, header, context.purpose);
  const decryption = createDecipheriv(cipher, key, header.subarray(-ivBytes), { authTagLength: tagBytes });
  key.fill(0);
  decryption.setAAD(buildAdditionalData(header, context));
  decryption.setAuthTag(tag);
  const plaintext = decryption.update(ciphertext);
  try {
    decryption.final();
  } catch {
    plaintext.fill(0);
    return undefined;
  }
  return plaintext;
}
