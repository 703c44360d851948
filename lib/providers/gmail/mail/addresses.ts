// Parses address headers of received mails (RFC 5322 section 3.4), leniently.
import { truncate, truncateCodePoints } from "../../../truncate.ts";

export interface Mailbox {
  /** In lower case. */
  readonly address: string;
  /** The display name, or the address if there is none. */
  readonly name: string;
}

const maxHeaderLength = 20_000;
const maxMailboxes = 100;

/** The mailboxes of an address header, in order; entries without an address are left out. Never throws. */
export function parseMailboxes(header: string): Mailbox[] {
  const found = splitEntries(truncateCodePoints(header, maxHeaderLength)).map(parseMailbox);
  return found.filter((one) => one !== undefined).slice(0, maxMailboxes);
}

/** Splits at the commas and semicolons that stand outside quotes and angle brackets. */
function splitEntries(header: string): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  let angled = false;
  for (let at = 0; at < header.length; at++) {
    const character = header[at] ?? "";
    if (quoted && character === "\\") part += header[++at] ?? "";
    else if (character === '"') quoted = !quoted;
    else if (!quoted && !angled && (character === "," || character === ";")) {
      parts.push(part);
      part = "";
    } else {
      if (!quoted && (character === "<" || character === ">")) angled = character === "<";
      part += character;
    }
  }
  return [...parts, part];
}

function parseMailbox(entry: string): Mailbox | undefined {
  const open = entry.lastIndexOf("<");
  const close = entry.indexOf(">", open);
  const address = (open === -1 ? entry : entry.slice(open + 1, close === -1 ? undefined : close)).trim().toLowerCase();
  if (!/^[^\s@]{1,128}@[^\s@]{1,190}$/.test(address)) return undefined;
  const name = open === -1 ? "" : entry.slice(0, open).replace(/\s+/g, " ").trim();
  return { address, name: truncate(name, 120) || address };
}
