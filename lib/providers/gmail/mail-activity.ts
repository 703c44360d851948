// What a mail is to the one who got it.
import type { Connection } from "../../store/connection.ts";
import type { Activity } from "../../webhooks/activity.ts";
import { decodeEntities } from "../text-of-html.ts";
import { type Mailbox, mailboxes } from "./addresses.ts";
import { headersOf } from "./headers.ts";
import type { RawMessage } from "./messages.ts";
import { readContent } from "./mime.ts";

/** More than a person reads, less than would slow down what reads it for them. */
const longestText = 50_000;
const longestSubject = 500;

/** @param now epoch seconds, for a mail that does not say when it came */
export function mailActivity(message: RawMessage, connection: Connection, now: number): Activity {
  const headers = headersOf(message);
  const [to, cc] = [mailboxes(headers.get("to") ?? ""), mailboxes(headers.get("cc") ?? "")];
  const [from] = mailboxes(headers.get("from") ?? "");
  const own = ownAddress(connection);
  const isFromList = headers.has("list-id") || headers.has("list-unsubscribe");
  const subject = (headers.get("subject") ?? "").trim();
  return {
    key: `mail#${message.id}`,
    kind: "mail",
    category: "mail",
    title: subject.slice(0, longestSubject) || "(no subject)",
    text: textOf(message),
    author: from && person(from),
    people: [...to, ...cc].map(person),
    source: { url: linkTo(message.id, own), id: message.id },
    at: arrivedAt(message, now),
    mentionsOwner: !isFromList && to.some(({ address }) => address === own),
    owner: { names: [connection.accountName, ...namesOf(own, [...to, ...cc])], ids: [connection.accountId] },
  };
}

const person = ({ address, name }: Mailbox) => ({ name, email: address });

/** Under which names its writer may know the owner. */
const namesOf = (own: string, recipients: readonly Mailbox[]): string[] => [
  own,
  ...recipients.filter(({ address }) => address === own).map(({ name }) => name),
];

const ownAddress = ({ username, accountName }: Connection): string => (username ?? accountName).toLowerCase();

function textOf({ payload, snippet }: RawMessage): string {
  // A snippet is HTML: its signs are entities.
  return (readContent(payload).text.trim() || decodeEntities(snippet)).slice(0, longestText);
}

/** Opens the message in the right account, whichever of them the browser shows first. */
const linkTo = (id: string, own: string): string =>
  `https://mail.google.com/mail/?authuser=${encodeURIComponent(own)}#all/${encodeURIComponent(id)}`;

function arrivedAt({ internalDate = "" }: RawMessage, now: number): Date {
  const at = new Date(/^\d{1,15}$/.test(internalDate) ? Number(internalDate) : Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date(now * 1000) : at;
}
