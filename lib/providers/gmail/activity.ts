// A received mail as an activity.
import { htmlToText } from "../../html-to-text.ts";
import type { Connection } from "../../store/connection.ts";
import { truncate } from "../../truncate.ts";
import type { Activity } from "../../webhooks/record-activity.ts";
import { type Mailbox, parseMailboxes } from "./mail/addresses.ts";
import { readHeaders } from "./mail/headers.ts";
import { readContent } from "./mail/mime.ts";
import type { RawMessage } from "./message-view.ts";

/** More than a person reads, and little enough for the analysis of texts to stay fast. */
const maxTextLength = 50_000;
const maxSubjectLength = 500;

/** @param now epoch seconds, for a mail without a time of arrival */
export function toMailActivity(message: RawMessage, connection: Connection, now: number): Activity {
  const headers = readHeaders(message);
  const [to, cc] = [parseMailboxes(headers.get("to") ?? ""), parseMailboxes(headers.get("cc") ?? "")];
  const [from] = parseMailboxes(headers.get("from") ?? "");
  const own = getOwnAddress(connection);
  const isFromList = headers.has("list-id") || headers.has("list-unsubscribe");
  const subject = (headers.get("subject") ?? "").trim();
  return {
    key: `mail#${message.id}`,
    kind: "mail",
    category: "mail",
    title: truncate(subject, maxSubjectLength) || "(no subject)",
    text: readText(message),
    author: from && toPerson(from),
    people: [...to, ...cc].map(toPerson),
    source: { url: toMessageUrl(message.id, own), id: message.id },
    at: parseArrivalTime(message, now),
    mentionsOwner: !isFromList && to.some(({ address }) => address === own),
    owner: { names: [connection.accountName, ...listOwnerNames(own, [...to, ...cc])], ids: [connection.accountId] },
  };
}

const toPerson = ({ address, name }: Mailbox) => ({ name, email: address });

/** The names by which the sender may address the owner. */
const listOwnerNames = (own: string, recipients: readonly Mailbox[]): string[] => [
  own,
  ...recipients.filter(({ address }) => address === own).map(({ name }) => name),
];

const getOwnAddress = ({ username, accountName }: Connection): string => (username ?? accountName).toLowerCase();

function readText({ payload, bodies, snippet }: RawMessage): string {
  // A snippet is HTML with entities.
  return truncate(readContent(payload, bodies).text.trim() || htmlToText(snippet), maxTextLength);
}

/** The message's URL; `authuser` opens it in the right account of several. */
const toMessageUrl = (id: string, own: string): string =>
  `https://mail.google.com/mail/?authuser=${encodeURIComponent(own)}#all/${encodeURIComponent(id)}`;

function parseArrivalTime({ internalDate = "" }: RawMessage, now: number): Date {
  const at = new Date(/^\d{1,15}$/.test(internalDate) ? Number(internalDate) : Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date(now * 1000) : at;
}
