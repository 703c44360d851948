// Parses address headers of received mails (RFC 5322 section 3.4), leniently.
import { addressParser } from "postal-mime";
import { truncate, truncateCodePoints } from "../../../truncate.ts";

export interface Mailbox {
  /** In lower case. */
  readonly address: string;
  /** The display name, or the comment after an address, or the address if there is neither. */
  readonly name: string;
}

const maxHeaderLength = 20_000;
const maxMailboxes = 100;
const maxNameLength = 120;

/** A local part in quotes may contain spaces. */
const addressPattern = /^(?:[^\s@"]{1,128}|"[^"\r\n]{1,126}")@[^\s@"]{1,190}$/;

/** The mailboxes of an address header, members of groups among them, in order. Entries without an address are left out. Never throws. */
export function parseMailboxes(header: string): Mailbox[] {
  const source = truncateCodePoints(header, maxHeaderLength);
  const found = addressParser(source, { flatten: true }).map(({ name, address = "" }) => {
    const given = restoreQuotes(address.trim(), source).toLowerCase();
    if (!addressPattern.test(given)) return undefined;
    return { address: given, name: truncate(name.replace(/\s+/g, " ").trim(), maxNameLength) || given };
  });
  return found.filter((one) => one !== undefined).slice(0, maxMailboxes);
}

/** The parser leaves out the quotes of a local part, without which it is not an address. */
function restoreQuotes(address: string, source: string): string {
  const at = address.lastIndexOf("@");
  const quoted = `"${address.slice(0, at)}"${address.slice(at)}`;
  return !addressPattern.test(address) && source.includes(quoted) ? quoted : address;
}
