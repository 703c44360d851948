// A mail's headers as a person reads them.
import { addressParser, decodeWords } from "postal-mime";
import * as z from "zod";

const header = z.object({ name: z.string(), value: z.string() });
const payloadHeaders = z.object({ headers: z.array(header).catch([]) });

const maxHeaderLength = 20_000;

/** Lists of addresses: several headers of one name are one list. */
const addressHeaders = new Set(["from", "to", "cc", "bcc", "reply-to"]);

/**
 * Of a message's `payload`: values by their names in lower case, unfolded and with encoded words decoded (RFC 2047). Never throws.
 * @param only the one that is wanted, in lower case; all unless given
 */
export function readHeaders({ payload }: { readonly payload?: unknown }, only?: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, value } of payloadHeaders.safeParse(payload).data?.headers ?? []) {
    const key = name.toLowerCase();
    if (only !== undefined && key !== only) continue;
    const before = found.get(key);
    // Of a header that may stand once only, the first counts: that is the one mail programs show.
    if (before !== undefined && !addressHeaders.has(key)) continue;
    const read = decodeHeader(
      key,
      value
        .slice(0, maxHeaderLength)
        .replace(/\r?\n(?=[ \t])/g, "")
        .trim(),
    );
    if (before === undefined) found.set(key, read);
    // What would be too long together is left out as a whole: half an address may be somebody else's.
    else if (before.length + read.length < maxHeaderLength) found.set(key, `${before}, ${read}`);
  }
  return found;
}

function decodeHeader(key: string, value: string): string {
  if (!value.includes("=?")) return value;
  return addressHeaders.has(key) ? decodeAddressList(value) : decodeWords(value);
}

/** Decoded only after it was taken apart: a name may hold a comma, or an address of somebody else. */
function decodeAddressList(value: string): string {
  const found = addressParser(value, { flatten: true });
  return found.map(({ name, address }) => formatMailbox(name, address ?? "")).join(", ");
}

/** A mailbox as it stands in a header; a name with signs of its own meaning is quoted (RFC 5322 section 3.4). */
export function formatMailbox(name: string, address: string): string {
  if (name === "" || address === "") return name || address;
  const shown = /["(),.:;<>@[\\\]]/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : name;
  return `${shown} <${address}>`;
}
