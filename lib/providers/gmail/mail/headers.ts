// Decodes a mail's headers.
import { addressParser, decodeWords } from "postal-mime";
import * as z from "zod";
import { parseLenient } from "../../../parse-lenient.ts";
import { truncateCodePoints } from "../../../truncate.ts";
import { decodeText } from "./charset.ts";
import { toStandardLabel } from "./charset-labels.ts";

const header = z.object({ name: z.string(), value: z.string() });
const payloadHeaders = z.object({ headers: z.array(header).default([]) });

const maxHeaderLength = 20_000;

/** Headers with lists of addresses; several headers of one name are joined. */
const addressHeaders = new Set(["from", "to", "cc", "bcc", "reply-to"]);

/**
 * The headers of a message's `payload`: values by lower-case name, unfolded, with encoded words decoded (RFC 2047). Never throws.
 * @param only the one header to read, in lower case; all of them if absent
 */
export function readHeaders({ payload }: { readonly payload?: unknown }, only?: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, value } of parseLenient(payloadHeaders, payload)?.data.headers ?? []) {
    const key = name.toLowerCase();
    if (only !== undefined && key !== only) continue;
    const before = found.get(key);
    // If a header that may occur once is repeated, the first one counts, as in mail programs.
    if (before !== undefined && !addressHeaders.has(key)) continue;
    const read = decodeHeader(
      key,
      truncateCodePoints(value, maxHeaderLength)
        .replace(/\r?\n(?=[ \t])/g, "")
        .trim(),
    );
    if (before === undefined) found.set(key, read);
    // A list that gets too long is not cut within a header: half an address may be somebody else's.
    else if (before.length + read.length < maxHeaderLength) found.set(key, `${before}, ${read}`);
  }
  return found;
}

function decodeHeader(key: string, value: string): string {
  if (!value.includes("=?")) return value;
  const words = standardizeWords(value);
  return addressHeaders.has(key) ? decodeAddressList(words) : decodeWords(words);
}

/** Rewrites the encoded words whose charset only we know: with its standard label, or else as UTF-8. */
function standardizeWords(value: string): string {
  return value.replace(encodedWord, (_, label: string, encoding: string, text: string) => {
    const standard = toStandardLabel(label);
    if (standard !== undefined) return `=?${standard}?${encoding}?${text}?=`;
    const bytes = encoding.toLowerCase() === "b" ? Buffer.from(text, "base64") : decodeQuotedPrintable(text);
    const decoded = decodeText(bytes, label);
    return `=?utf-8?B?${Buffer.from(decoded).toString("base64")}?=`;
  });
}

/** RFC 2047 section 2; a language may follow the charset (RFC 2231 section 5). */
const encodedWord = /=\?([^?*\s]{1,60})(?:\*[^?\s]{0,60})?\?([bq])\?([^?\s]*)\?=/gi;

/** The Q encoding (RFC 2047 section 4.2). */
const decodeQuotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll("_", " ")
      .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    "latin1",
  );

/** Splits the list before decoding: a decoded name may contain a comma or somebody else's address. */
function decodeAddressList(value: string): string {
  const found = addressParser(value, { flatten: true });
  return found.map(({ name, address }) => formatMailbox(name, address ?? "")).join(", ");
}

/** A mailbox in header form; a name with special characters is quoted (RFC 5322 section 3.4). */
export function formatMailbox(name: string, address: string): string {
  if (name === "" || address === "") return name || address;
  const quotedName = /["(),.:;<>@[\\\]]/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : name;
  return `${quotedName} <${address}>`;
}
