// Who a mail is from and to (RFC 5322 section 3.4), as far as a reader needs it.

export interface Mailbox {
  /** In lower case. */
  readonly address: string;
  /** The name in front of it, or the address itself. */
  readonly name: string;
}

const longestHeader = 20_000;
const mostMailboxes = 100;

/** The mailboxes of an address header, in order; what has no address is left out. Never throws. */
export function mailboxes(header: string): Mailbox[] {
  const found = entries(header.slice(0, longestHeader)).map(mailbox);
  return found.filter((one) => one !== undefined).slice(0, mostMailboxes);
}

/** Splits at the commas and semicolons that stand outside quotes and angle brackets. */
function entries(header: string): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  let angled = false;
  for (let at = 0; at < header.length; at++) {
    const sign = header[at] ?? "";
    if (quoted && sign === "\\") part += header[++at] ?? "";
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && !angled && (sign === "," || sign === ";")) {
      parts.push(part);
      part = "";
    } else {
      if (!quoted && (sign === "<" || sign === ">")) angled = sign === "<";
      part += sign;
    }
  }
  return [...parts, part];
}

function mailbox(entry: string): Mailbox | undefined {
  const open = entry.lastIndexOf("<");
  const close = entry.indexOf(">", open);
  const address = (open === -1 ? entry : entry.slice(open + 1, close === -1 ? undefined : close)).trim().toLowerCase();
  if (!/^[^\s@]{1,128}@[^\s@]{1,190}$/.test(address)) return undefined;
  const name = open === -1 ? "" : entry.slice(0, open).replace(/\s+/g, " ").trim();
  return { address, name: name.slice(0, 120) || address };
}
