// Decodes text parts. Gmail converts most text to UTF-8 and keeps the declared charset; some text it does not convert.

import { TextDecoder } from "node:util";
import iconv from "iconv-lite";
import { truncateCodePoints } from "../../../truncate.ts";
import { simplifyLabel, toStandardLabel } from "./charset-labels.ts";

/** Encodings whose bytes are valid UTF-8 too, each with a byte that occurs in them and not in UTF-8 text. */
const ambiguousEncodings: Readonly<Record<string, number>> = { "iso-2022-jp": 0x1b, "utf-16le": 0, "utf-16be": 0 };

/** What iconv-lite knows besides charsets. */
const transferEncodings = new Set(["base64", "hex", "binary"]);

/**
 * Decodes as UTF-8 if the bytes are valid UTF-8, otherwise in the declared charset. Without one that is known it is taken for
 * windows-1252 if nothing in it looks like UTF-8; otherwise it is UTF-8 with replacement characters. The result is well-formed.
 * Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string | undefined): string {
  const label = declared?.trim() ?? "";
  const standard = label === "" ? undefined : toStandardLabel(label);
  const marker = ambiguousEncodings[standard ?? ""];
  if (standard !== undefined && marker !== undefined && bytes.includes(marker)) return decodeStandard(bytes, standard);
  if (isUtf7(label, bytes)) return decodeOther(bytes, label);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    if (standard !== undefined) return decodeStandard(bytes, standard);
    return isKnownToIconv(label) ? decodeOther(bytes, label) : decodeUnlabelled(bytes);
  }
}

const decodeStandard = (bytes: Uint8Array, label: string): string => new TextDecoder(label).decode(bytes);

const decodeOther = (bytes: Uint8Array, label: string): string =>
  iconv.decode(Buffer.from(bytes), label).toWellFormed();

/** Whether iconv-lite decodes it: the code pages of DOS and old Macintoshes, and UTF-7. */
const isKnownToIconv = (label: string): boolean =>
  label !== "" && !transferEncodings.has(simplifyLabel(label)) && iconv.encodingExists(label);

/** Whether text with this label is still UTF-7 (RFC 2152): ASCII with a run of at least one encoded character. */
function isUtf7(label: string, bytes: Uint8Array): boolean {
  if (!/^(?:unicode11)?utf7$/.test(simplifyLabel(label)) || bytes.some((byte) => byte > 0x7f)) return false;
  return /\+(?:-|[A-Za-z0-9+/]{3})/.test(Buffer.from(bytes).toString("latin1"));
}

function decodeUnlabelled(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  const hasUtf8 = /[^\p{ASCII}\ufffd]/u.test(text);
  return hasUtf8 ? text : decodeStandard(bytes, "windows-1252");
}

/** The charset parameter of a Content-Type header (RFC 2045 section 5.1). */
export const parseCharset = (contentType: string): string | undefined =>
  /;\s*charset\s{0,9}=\s{0,9}"?([^\s";]{1,60})/i.exec(truncateCodePoints(contentType, 2000))?.[1];
