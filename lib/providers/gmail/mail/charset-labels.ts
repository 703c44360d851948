// Resolves the charset labels that mails bear. Many are not among those of the Encoding Standard, which TextDecoder knows
// (encoding.spec.whatwg.org/#names-and-labels): `windows1252`, `latin-1`, `ms949`, `cp850`.
import { TextDecoder } from "node:util";

const encodings =
  "utf-8 ibm866 iso-8859-1 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-9 iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 koi8-r koi8-u macintosh windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 x-mac-cyrillic latin1 latin2 latin3 latin4 latin5 latin6 gbk gb2312 gb18030 big5 big5-hkscs euc-jp iso-2022-jp shift_jis euc-kr ks_c_5601 utf-16be utf-16le";

/** A label in lower case, letters and digits only: writers leave out hyphens, or take others. */
export const simplifyLabel = (label: string): string => label.toLowerCase().replace(/[^a-z0-9]/g, "");

const labels: ReadonlyMap<string, string> = new Map([
  ...encodings.split(" ").map((name) => [simplifyLabel(name), name] as const),
  ["iso2022jp2", "iso-2022-jp"],
  ["cp50220", "iso-2022-jp"],
  ["eucgb2312cn", "gbk"],
  ["latin9", "iso-8859-15"],
  ["latin10", "iso-8859-16"],
  ...["cp", "ms", "windows", "win", "xcp", "xwindows", "ibm"].flatMap((prefix) => [
    [`${prefix}932`, "shift_jis"] as const,
    [`${prefix}936`, "gbk"] as const,
    [`${prefix}949`, "euc-kr"] as const,
    [`${prefix}950`, "big5"] as const,
  ]),
  ...["cp", "ms", "win", "xcp", "xwindows", "ansi"].flatMap((prefix) =>
    ["874", "1250", "1251", "1252", "1253", "1254", "1255", "1256", "1257", "1258"].map(
      (page) => [`${prefix}${page}`, `windows-${page}`] as const,
    ),
  ),
]);

/** The label by which TextDecoder knows a charset; undefined if it does not know it. */
export function toStandardLabel(label: string): string | undefined {
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return labels.get(simplifyLabel(label));
  }
}
