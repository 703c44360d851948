// Encrypts as the older systems did, from the descriptions of their formats and without any code of ours.
import { createCipheriv, createHash, randomBytes } from "node:crypto";

/** Surface A: AES-256-GCM under sha256 of the variable; iv, tag, ciphertext. */
export function encryptForA(token: string, key: string): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-gcm", createHash("sha256").update(key).digest(), iv);
  const ciphertext = Buffer.concat([cipher.update(token, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
}

/** BYTEA as psql prints it. */
export const toBytea = (bytes: Buffer): string => `\\x${bytes.toString("hex")}`;

/** Surface B: `iv:tag:ciphertext` under the key that the variable has in hex. */
export const encryptForB = (token: string, hexKey: string): string => encryptTriple(token, Buffer.from(hexKey, "hex"));

/** Surface C: the same under sha256 of the variable. */
export const encryptForC = (token: string, key: string): string =>
  encryptTriple(token, createHash("sha256").update(key).digest());

function encryptTriple(token: string, key: Buffer): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const ciphertext = cipher.update(token, "utf8", "hex") + cipher.final("hex");
  return `${iv.toString("hex")}:${cipher.getAuthTag().toString("hex")}:${ciphertext}`;
}

/** Obviously fake. */
export const oldKeys = {
  a: "fake-oauth-encryption-key",
  b: "ab".repeat(32),
  c: "fake-encryption-key",
} as const;
