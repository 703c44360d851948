// Parses the recipients of a new mail, strictly (RFC 5322 section 3.4).
import { domainToASCII } from "node:url";
import { addressParser } from "postal-mime";
import { Problem } from "../../../errors.ts";

export interface Recipient {
  readonly name: string;
  readonly address: string;
}

/** Gmail's limit per mail: support.google.com/mail/answer/22839 */
const maxRecipients = 500;

/** Whether a text has line breaks or other control characters, which could add headers. */
export const hasControlCharacters = (text: string): boolean => /[\p{Cc}\u2028\u2029]/u.test(text);

/**
 * The recipients in one or several lists of addresses, `Ada <ada@example.com>, ben@example.com`.
 * @throws Problem invalid_request naming the field, if any entry is no address: a mail must not miss one of its recipients
 */
export function parseRecipients(field: string, given: string | readonly string[] = []): Recipient[] {
  const lists = typeof given === "string" ? [given] : given;
  const found = lists.flatMap((list) => parseAddressList(field, list));
  if (found.length > maxRecipients) throw invalidField(field, `has more than ${maxRecipients} addresses`);
  return found;
}

function parseAddressList(field: string, list: string): Recipient[] {
  if (hasControlCharacters(list)) throw invalidField(field, "must not have line breaks or control characters");
  if (hasTextAfterAddress(list)) throw invalidField(field, "needs a comma between two addresses");
  const found = list.trim() === "" ? [] : addressParser(list);
  // A group is replaced by its members; an empty group has no address and is rejected below.
  const entries = found.flatMap(({ group, ...one }) => (group?.length ? group : [one]));
  if (list.trim() !== "" && entries.length === 0) throw invalidField(field, "has no mail address");
  return entries.map(({ name, address = "" }, at) => {
    const mailbox = { name: name.toWellFormed(), address: toDeliverableAddress(address) };
    // A decoded name may contain control characters that the list did not. A name without an address in brackets was no name.
    const isPlain = !hasControlCharacters(name) && (name === "" || list.includes(`<${address}>`));
    if (mailbox.address === undefined || !isPlain)
      throw invalidField(field, `its address ${at + 1} is not a mail address`);
    return { name: mailbox.name, address: mailbox.address };
  });
}

const quotedOrComment = /"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)/g;

/** The parser adds what follows an address in brackets to its name, an address among it. */
const hasTextAfterAddress = (list: string): boolean => />\s*[^\s,;]/.test(list.replace(quotedOrComment, ""));

const localPart = /^[\w!#$%&'*+/=?^`{|}~.-]{1,64}$/;
const domainName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** The address with its domain in ASCII; undefined if it is invalid. Quoted and non-ASCII local parts are not supported. */
function toDeliverableAddress(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  const [local, domain] = [address.slice(0, at), domainToASCII(address.slice(at + 1)).toLowerCase()];
  const isOne = at > 0 && localPart.test(local) && domain.length <= 253 && domainName.test(domain);
  return isOne ? `${local}@${domain}` : undefined;
}

function invalidField(field: string, detail: string): Problem {
  return new Problem("invalid_request", { detail: `${field}: ${detail}.`, members: { field } });
}
