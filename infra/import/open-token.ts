// Opens a token as an older system stored it.
import { createDecipheriv } from "node:crypto";
import { isArmored, isPgpMessage, openPgp } from "./open-pgp.ts";
import { RowRefusal } from "./row-refusal.ts";
import type { Surface } from "./surfaces.ts";

export interface OldKey {
  /** As its variable has it: the password of pgcrypto. */
  readonly value: string;
  /** The AES-256 key. */
  readonly key: Buffer;
}

export interface TokenOpener {
  /** @returns the token in plain text @throws RowRefusal not_decrypted, encrypted_twice, not_a_token, unusual_form */
  open(stored: string): Promise<string>;
  /** Whether a stored value needs the key. */
  isEncrypted(stored: string): boolean;
}

interface OpenerOptions {
  readonly surface: Surface;
  /** Undefined where the old system's key is not given. */
  readonly oldKey: OldKey | undefined;
  /** Takes every value as it stands. */
  readonly isPlain: boolean;
}

const ivBytes = 16;
const tagBytes = 16;

const hexTriple = /^([0-9a-f]{32}):([0-9a-f]{32}):((?:[0-9a-f]{2})+)$/i;
/** As psql prints BYTEA: postgresql.org/docs/current/datatype-binary.html#DATATYPE-BINARY-BYTEA-HEX-FORMAT */
const byteaHex = /^\\x((?:[0-9a-f]{2})*)$/i;
/** Long enough for an iv, a tag and a byte. A token in plain text seldom looks so; `isPlain` is for those. */
const base64 = /^(?=.{44})(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function createTokenOpener({ surface, oldKey, isPlain }: OpenerOptions): TokenOpener {
  const isEncrypted = (stored: string): boolean => !isPlain && (!surface.storesBytes || isStoredAsBytes(stored));
  return {
    isEncrypted,
    async open(stored) {
      const token = isEncrypted(stored) ? await decrypt(stored, surface, requireKey(oldKey)) : stored;
      return requireToken(token, surface);
    },
  };
}

const isStoredAsBytes = (stored: string): boolean =>
  stored.startsWith("\\x") || isArmored(stored) || base64.test(stored.replaceAll(/\s/g, ""));

function requireKey(oldKey: OldKey | undefined): OldKey {
  if (oldKey === undefined) throw new RowRefusal("not_decrypted");
  return oldKey;
}

async function decrypt(stored: string, { storesBytes }: Surface, oldKey: OldKey): Promise<string> {
  const opened = storesBytes ? await openBytes(stored, oldKey) : openTriple(stored, oldKey);
  if (opened === undefined) throw new RowRefusal("not_decrypted");
  return opened;
}

/** `iv‖tag‖ciphertext`, or OpenPGP. The tag of GCM decides, since an iv may begin like a message of OpenPGP. */
async function openBytes(stored: string, { value, key }: OldKey): Promise<string | undefined> {
  if (isArmored(stored)) return openPgp(stored, value);
  const bytes = decodeBytes(stored);
  const opened = openGcm(key, {
    iv: bytes.subarray(0, ivBytes),
    tag: bytes.subarray(ivBytes, ivBytes + tagBytes),
    ciphertext: bytes.subarray(ivBytes + tagBytes),
  });
  return opened === undefined && isPgpMessage(bytes) ? openPgp(bytes, value) : opened;
}

function decodeBytes(stored: string): Buffer {
  if (!stored.startsWith("\\x")) return Buffer.from(stored, "base64");
  const [, hex] = byteaHex.exec(stored) ?? [];
  if (hex === undefined) throw new RowRefusal("unusual_form", "a BYTEA value with an odd digit");
  return Buffer.from(hex, "hex");
}

/** `iv:tag:ciphertext` in hex. */
function openTriple(stored: string, { key }: OldKey): string | undefined {
  const [, iv = "", tag = "", ciphertext = ""] = hexTriple.exec(stored) ?? [];
  if (iv === "") throw new RowRefusal("unusual_form", "not iv:tag:ciphertext in hexadecimal digits");
  const [first, second, third] = [iv, tag, ciphertext].map((part) => Buffer.from(part, "hex"));
  return first && second && third && openGcm(key, { iv: first, tag: second, ciphertext: third });
}

interface GcmParts {
  readonly iv: Buffer;
  readonly tag: Buffer;
  readonly ciphertext: Buffer;
}

function openGcm(key: Buffer, { iv, tag, ciphertext }: GcmParts): string | undefined {
  if (iv.length !== ivBytes || tag.length !== tagBytes || ciphertext.length === 0) return undefined;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes }).setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

const maxTokenLength = 16_384;

/** Printable ASCII: RFC 6749 appendix A.12 and A.17, without spaces, which no provider has. */
const tokenText = /^[\x21-\x7e]+$/;

function requireToken(token: string, { storesBytes }: Surface): string {
  if (hexTriple.test(token) || (storesBytes && (token.startsWith("\\x") || isArmored(token))))
    throw new RowRefusal("encrypted_twice");
  if (token.length > maxTokenLength || !tokenText.test(token)) throw new RowRefusal("not_a_token");
  return token;
}
