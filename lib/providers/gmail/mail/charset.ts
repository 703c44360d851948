// What the bytes of a text part say. Gmail hands most text over as UTF-8 whatever its header says; some it does not convert.

import { TextDecoder } from "node:util";

/** Text in these is made of bytes that are valid UTF-8 too, so only the declaration tells. */
const ambiguousEncodings: Readonly<Record<string, number>> = { "iso-2022-jp": 0x1b, "utf-16le": 0, "utf-16be": 0 };

/** Labels that mails carry and the Encoding Standard does not know (encoding.spec.whatwg.org/#names-and-labels). */
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
 * UTF-8 where the bytes are that; otherwise the charset that is declared, and where nobody knows it, UTF-8 with signs of
 * replacement. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string | undefined): string {
  const decoder = createDecoder(declared);
  const sign = decoder && ambiguousEncodings[decoder.encoding];
  if (decoder !== undefined && sign !== undefined && bytes.includes(sign)) return decoder.decode(bytes);
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
  /;\s*charset\s{0,9}=\s{0,9}"?([^\s";]{1,60})/i.exec(contentType.slice(0, 2000))?.[1];
