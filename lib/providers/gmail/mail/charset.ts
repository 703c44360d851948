// Decodes text parts. Gmail converts most text to UTF-8 and keeps the declared charset; some text it does not convert.

import { TextDecoder } from "node:util";
import { truncateCodePoints } from "../../../truncate.ts";

/** Encodings whose bytes are valid UTF-8 too, each with a byte that occurs in them and not in UTF-8 text. */
const ambiguousEncodings: Readonly<Record<string, number>> = { "iso-2022-jp": 0x1b, "utf-16le": 0, "utf-16be": 0 };

/** Charset labels in mails that the Encoding Standard does not define (encoding.spec.whatwg.org/#names-and-labels). */
const charsetAliases: Readonly<Record<string, string>> = {
  cp932: "shift_jis",
  "windows-932": "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  "iso-2022-jp-2": "iso-2022-jp",
  cp50220: "iso-2022-jp",
};

/**
 * Decodes as UTF-8 if the bytes are valid UTF-8, otherwise in the declared charset; if that is unknown, as UTF-8 with replacement
 * characters. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string | undefined): string {
  const decoder = createDecoder(declared);
  const marker = decoder && ambiguousEncodings[decoder.encoding];
  if (decoder !== undefined && marker !== undefined && bytes.includes(marker)) return decoder.decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return (decoder ?? new TextDecoder()).decode(bytes);
  }
}

function createDecoder(declared: string | undefined): TextDecoder | undefined {
  const label = declared?.trim().toLowerCase() ?? "";
  try {
    return label === "" ? undefined : new TextDecoder(charsetAliases[label] ?? label);
  } catch {
    return undefined;
  }
}

/** The charset parameter of a Content-Type header (RFC 2045 section 5.1). */
export const parseCharset = (contentType: string): string | undefined =>
  /;\s*charset\s{0,9}=\s{0,9}"?([^\s";]{1,60})/i.exec(truncateCodePoints(contentType, 2000))?.[1];
